# Views follow the dictionary and act as sets.
d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
d["c"] = 3
print(k, v, i, len(k), "c" in k, 3 in v, ("c", 3) in i, ("c", 4) in i, list(reversed(k)), list(reversed(i)))
print(sorted(k & {"a", "z"}), sorted(k | ["z"]), sorted(k - {"a"}), sorted(k ^ {"a", "q"}), k == {"a", "b", "c"}, k < {"a", "b", "c", "d"}, sorted(i & [("a", 1)]), k.isdisjoint("xyz"), v == d.values(), i == d.items())
print(k.mapping["a"], type(k).__name__, type(iter(k)).__name__, type(k.mapping).__name__, sorted({"a"} | k), sorted(["a", "y"] - k if False else {"a", "y"} - k))
for f in (lambda: k[0], lambda: k.add(1), lambda: hash(k), lambda: k & 5, lambda: v & v, lambda: k.mapping.__setitem__("x", 1), lambda: k + k):
    try: print(f() if f else 0)
    except Exception as e: print(type(e).__name__, e)
def grow():
    for x in d: d[x + "x"] = 1
def shrink():
    for x in d: del d[x]
def same():
    for x in d: d[x] = 0
for f in (grow, same, shrink):
    try: print(f())
    except RuntimeError as e: print(e)
