# Generators driven by hot loops.
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
def total(n):
    out = 0
    for v in count(n):
        out += v
    return out
print(total(5000), sum(count(3000)), sum(v * 2 for v in count(3000) if v % 3 == 0))
def running():
    total = 0
    while True:
        total += yield total
def send_many(n):
    g = running()
    next(g)
    for i in range(n):
        last = g.send(i if i < n - 2 else 0.5)
    return last
print(send_many(3000))
def early(n):
    log = []
    def source():
        try:
            for i in range(n):
                yield i
        finally:
            log.append("closed")
    for v in source():
        if v == n // 2:
            break
    g = source()
    next(g)
    g.close()
    return v, len(log) >= 1
print(early(4000))
def delegate(depth, n):
    if depth == 0:
        for i in range(n):
            yield i
    else:
        yield from delegate(depth - 1, n)
print(sum(delegate(5, 1500)))
def permutations(items):
    if len(items) <= 1:
        yield items
    else:
        for i in range(len(items)):
            for rest in permutations(items[:i] + items[i + 1:]):
                yield [items[i]] + rest
print(sum(1 for _ in permutations([1, 2, 3, 4, 5])), list(permutations([1, 2, 3]))[-1])
