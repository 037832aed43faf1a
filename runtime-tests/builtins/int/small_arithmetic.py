# The four operations and their signs on ints that fit a machine word.
for a, b in [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (6, 3), (1, -1)]:
    print(a + b, a - b, a * b, a // b, a % b, divmod(a, b), a / b)
print(-(-5), +5, -0, abs(-9), ~0, ~-1, ~41)
print(10 - 3 * 2 ** 2 // 5 % 4, (10 - 3) * 2, 2 + -3)
