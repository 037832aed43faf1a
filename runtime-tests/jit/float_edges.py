# Infinity, not-a-number and the signed zeros in hot loops.
inf = float("inf")
nan = float("nan")
def classify(values, n):
    out = [0, 0, 0, 0]
    for i in range(n):
        v = values[i % len(values)]
        if v == v:
            out[0] += 1
        if v < 1.0:
            out[1] += 1
        if v >= 1.0:
            out[2] += 1
        if not v:
            out[3] += 1
    return out
print(classify([0.5, 2.0], 4000), classify([nan, inf, -inf, 0.0, -0.0], 4000))
def blow_up(n):
    x = 1.0
    for _ in range(n):
        x *= 1.5
    return x
def fade(n):
    x = 1.0
    for _ in range(n):
        x *= 0.5
    return x
print(blow_up(100), blow_up(3000), fade(100), fade(1070), fade(3000))
def zeros(n):
    x, signs = 0.0, ""
    for i in range(n):
        x = -x * 1.0
        if i > n - 4:
            signs += str(x) + " "
    return signs
print(zeros(3000), zeros(3))
def spread(n):
    out, x = [], inf
    for i in range(n):
        x = x - i if i < n - 2 else x - x
    return x, x == x
print(spread(3000))
def floors(values, n):
    a = b = 0
    for i in range(n):
        v = values[i % len(values)]
        a += v // 0.75
        b += v % 0.75
    return a, b
print(floors([1.5, -1.5, 2.25, -0.0], 2000))
def divide(values):
    bad = 0
    total = 0.0
    for v in values:
        try:
            total += 1.0 / v
        except ZeroDivisionError:
            bad += 1
    return total, bad
print(divide([1.0, 2.0, 4.0] * 1000), divide([1.0, 0.0, -0.0, 0, 2] * 100))
def exact(n):
    x = 2 ** 53
    hits = 0
    for i in range(n):
        if x + i == float(x) + i:
            hits += 1
    return hits
print(exact(2000))
