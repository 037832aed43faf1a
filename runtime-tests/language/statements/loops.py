# while and for with else, break, continue; nested loops.
def search(values, wanted):
    for index, value in enumerate(values):
        if value == wanted:
            result = f"found at {index}"
            break
    else:
        result = "not found"
    return result
print(search("abc", "b"), search("abc", "z"), search("", "a"))
n = 0
while n < 10:
    n += 1
    if n == 3:
        continue
    if n == 6:
        break
    print(n, end=" ")
else:
    print("no")
print(n)
while n > 0:
    n -= 2
else:
    print("else", n)
out = []
for a in range(4):
    for b in range(4):
        if b == a:
            break
        if (a + b) % 2:
            continue
        out.append((a, b))
    else:
        out.append("full")
print(out)
for last in range(3):
    pass
print(last)
for never in []:
    pass
try:
    never
except NameError as error:
    print(error)
total = 0
for i in range(3):
    i += 10
    total += i
print(total, i)
while True:
    try:
        break
    finally:
        print("finally on break")
for x in (1, 2, 3):
    for y in "ab":
        if y == "b":
            break
    else:
        continue
    if x == 2:
        break
print(x, y)
