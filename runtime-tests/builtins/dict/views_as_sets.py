# keys and items support set operators and comparisons.
a, b = {1: "a", 2: "b"}, {2: "b", 3: "c"}
print(a.keys() & b, sorted(a.keys() | b.keys()), a.keys() - b.keys(), sorted(a.keys() ^ b.keys()), a.items() & b.items(), a.items() - b.items(), a.keys() & [2, 5], [1] | a.keys() == {1, 2}, {1, 7} - a.keys())
print(a.keys() == {1, 2}, a.keys() == [1, 2], a.keys() < {1, 2, 3}, a.keys() >= {1}, a.items() == {(1, "a"), (2, "b")}, a.keys().isdisjoint([5]), a.items().isdisjoint(b.items()), a.keys() != b.keys(), a.values() == a.values(), a.keys() <= a.keys())
print((1, "a") in a.items(), (1, "z") in a.items(), 1 in a.keys(), "b" in a.values(), 5 in a.items(), len(a.items()), repr(a.keys()), repr(a.items()), repr(a.values()))
for f in (lambda: a.keys() & 5, lambda: a.keys() < [1], lambda: a.values() & a.values(), lambda: hash(a.keys()), lambda: a.keys()[0], lambda: a.keys() + a.keys(), lambda: {1: []}.items() & {1: []}.items(), lambda: a.keys().isdisjoint(5), lambda: type(a.keys())(), lambda: a.keys().foo, lambda: [] in a.keys()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(type(a.keys().mapping).__name__, a.keys().mapping[1], hash(a.values()) is not None)
try: a.keys().mapping[1] = 2
except TypeError as e: print(e)
