# Sums, differences and products that leave a 63-bit tagged int, and come back.
edge = 2 ** 62
for base in (edge - 2, edge - 1, edge, -edge, -edge - 1, -edge + 1):
    print(base + 1, base - 1, base * 2, -base, base + base)
total = edge - 3
for step in range(6):
    total += 1
    print(total, total - edge, total > edge, total == edge)
total = -edge + 3
for step in range(6):
    total -= 1
    print(total, total + edge, type(total) is int)
print((edge - 1) * (edge - 1), (edge - 1) * -1, -edge * -1)
print(-edge // -1, abs(-edge), divmod(-edge, -1))
