# Ints leave the tagged range in the middle of a hot loop, and come back.
def grow(n, start):
    value = start
    for i in range(n):
        value = value * 3 + 1
        if value > 2 ** 80:
            value = value % 1000003
    return value
print(grow(5000, 1), grow(60, 7))
def climb(n, start):
    value = start
    crossed = 0
    for i in range(n):
        value += 1
        if value == 2 ** 62:
            crossed = i
    return value, crossed
for base in (0, 2 ** 62 - 2500, 2 ** 63 - 2500, -2 ** 62 - 2500, -2 ** 63 - 2500):
    print(climb(5000, base))
def sink(n, start):
    value = start
    for i in range(n):
        value -= 1
    return value
print(sink(5000, -2 ** 62 + 2500), sink(5000, 2 ** 62 + 2500))
def negate(values):
    out = 0
    for v in values:
        out ^= -v
    return out
print(negate([1, 2, 3] * 2000), negate([-2 ** 62] * 3 + [2 ** 62]))
def factorial(n):
    out = 1
    for i in range(2, n + 1):
        out *= i
    return out
for _ in range(400):
    small = factorial(15)
print(small, factorial(25))
def shift(n):
    out = []
    for i in range(n):
        out.append(1 << (i % 70))
    return sum(out)
print(shift(3000))
