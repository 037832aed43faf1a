# Int arithmetic in a hot loop over range, with every operator.
def mix(n):
    total = 0
    for i in range(n):
        total += i * 3 - (i >> 1)
        total ^= i & 255
        total -= i % 7 + i // 5
        if total > 1000000:
            total -= 1000000
    return total
def countdown(n):
    out = 0
    for i in range(n, 0, -2):
        out = (out * 31 + i) % 65521
    return out
print(mix(20000), mix(0), mix(1), countdown(20000), countdown(19999))
def bounds(start, stop, step):
    count = last = 0
    for last in range(start, stop, step):
        count += 1
    return count, last
for _ in range(300):
    result = bounds(-50, 50, 7)
print(result, bounds(5, 5, 1), bounds(2 ** 62 - 3, 2 ** 62 + 3, 2), bounds(10, 0, 3))
