# Loops with else, nested breaks, and changes to what is iterated.
for i in range(3):
    for j in range(3):
        if j == 1: continue
        if j == i == 2: break
        print(i, j, end=" ")
    else:
        print("else", i); continue
    print("broke", i)
else: print("outer else")
n = 3
while n:
    n -= 1
    if n == 5: break
else: print("while else", n)
while True:
    try: break
    finally: print("finally runs")
for x in []: pass
else: print("x" in globals())
l = [1, 2, 3]
for x in l:
    if x < 3: l.append(x + 10)
    if len(l) > 8: break
print(l, x)
for i in range(3): i = 10; print(i, end=" ")
print(i)
for a, (b, *c) in [(1, "xyz")]: print(a, b, c)
for l[0] in "pq": pass
print(l[0])
def g():
    for i in range(3):
        try:
            if i == 1: continue
            yield i
        finally: yield f"f{i}"
print(list(g()))
it = iter(range(6))
for i in it: print((i, next(it, None)), end=" ")
print()
