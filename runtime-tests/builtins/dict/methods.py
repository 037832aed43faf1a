# Every method of dict.
d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("a", 9), d.setdefault("c", 3), d)
print(d.pop("a"), d.pop("zz", None), d.popitem(), d, d.update({"x": 1}, y=2), d, d.update([("p", 1)]), d)
print(dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), dict(a=1), dict([(1, 2)]), dict({3: 4}, z=5), d.copy() == d, d.copy() is d)
print({"a": 1} | {"a": 2, "b": 3}, len(d), "x" in d, "q" not in d, d.clear(), d)
d |= {"k": "v"}
print(d, d == {"k": "v"}, {1: 2, 3: 4} == {3: 4, 1: 2}, {} == {1: 1}, {1: 1} != {1: 2})
for act in (lambda: {}["k"], lambda: {}[1, 2], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {} < {}, lambda: dict([1])):
    try:
        act()
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)
