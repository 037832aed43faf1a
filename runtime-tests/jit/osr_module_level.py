# Loops at module level and long loops in functions called once: entered in the middle.
total = 0
for i in range(200):
    for j in range(50):
        total += i * j
print(total)
i = 0
count = 0
while i < 100:
    j = 0
    while j < 100:
        if (i + j) % 3 == 0:
            count += 1
        j += 1
    i += 1
print(i, j, count)
table = {}
for n in range(3000):
    key = n % 17
    table[key] = table.get(key, 0) + n
print(sorted(table.items())[:3])
def once(n):
    a, b, text = 0, 1.5, "t"
    for x in range(n):
        for y in range(3):
            a += y
            b += x * 0.001
        if x == n - 5:
            text += str(a)
    return a, b, text, x, y
print(once(4000))
names = []
for x in range(3000):
    if x % 1000 == 0:
        names.append(f"n{x}")
        late_global = x
print(names, late_global)
def three(n):
    hits = 0
    for a in range(n):
        for b in range(a, n):
            c = a
            while c < b:
                c += 2
                if c * c == a * a + b * b:
                    hits += 1
    return hits
print(three(30))
