# Dict displays and comprehensions.
print({n: n * n for n in range(5)}, {w: len(w) for w in ("a", "bb", "") if w}, {v: k for k, v in {"x": 1}.items()})
print({(a, b): a * b for a in range(2) for b in range(2)}, {**{1: 2}, 3: 4}, {k: {j: k + j for j in range(2)} for k in range(2)})
order = []
def mark(x):
    order.append(x)
    return x
print({mark("k1"): mark("v1"), mark("k2"): mark("v2")}, order)
print({n % 3: n for n in range(10)})
