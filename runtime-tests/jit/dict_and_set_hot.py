# Dicts and sets in hot loops: hits, misses, growth, key types that change.
def histogram(values):
    counts = {}
    for v in values:
        if v in counts:
            counts[v] += 1
        else:
            counts[v] = 1
    return counts
h = histogram([n * n % 13 for n in range(4000)])
print(h)
print(histogram([1, 1.0, True, "1", None, (1,), 2 ** 70] * 300))
def lookups(d, keys):
    total = missed = 0
    for k in keys:
        try:
            total += d[k]
        except KeyError:
            missed += 1
    return total, missed
squares = {n: n * n for n in range(1000)}
print(lookups(squares, list(range(0, 2000, 3)) * 3), lookups({"a": 1}, ["a", "b"] * 1000))
def unique(values):
    seen, out = set(), []
    for v in values:
        if v not in seen:
            seen.add(v)
            out.append(v)
    return out
print(len(unique([n % 500 for n in range(3000)])), unique(["a", 1, "a", 1.0, None, None]))
def churn(n):
    d = {}
    for i in range(n):
        d[i] = i
        if i >= 10:
            del d[i - 10]
    return list(d), len(d)
print(churn(3000))
memo = {}
def paths(a, b):
    if a == 0 or b == 0:
        return 1
    if (a, b) not in memo:
        memo[a, b] = paths(a - 1, b) + paths(a, b - 1)
    return memo[a, b]
print(paths(16, 16), len(memo))
