# Insertion order, kept through updates, deletions and growth.
d = {}
for n in (5, 3, 9, 1):
    d[n] = n * n
d[3] = "changed"
del d[5]
d[5] = "again"
print(d, list(d), list(reversed(d)), next(iter(d)))
for n in range(100):
    d[n] = n
for n in range(0, 100, 2):
    del d[n]
print(list(d)[:8], len(d), sum(d.values()))
d = {n: n for n in range(20)}
while d:
    key, value = d.popitem()
    print(key, end=" ")
print()
d = {1: "int", 1.0: "float", True: "bool"}
print(d, {"b": 1, "a": 2, "b": 3}, {**{"x": 1}, "y": 2, **{"x": 3}})
