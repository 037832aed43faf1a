# Making, changing and merging dictionaries.
print(dict(), dict(a=1), dict([("x", 1), ["y", 2]]), dict({"a": 1}, b=2), dict(zip("ab", [1, 2])), dict(["ab"]), dict.fromkeys("ab"), dict.fromkeys([1], []), {**{"a": 1}, "a": 2})
d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("a", 9), d.setdefault("c"), d.pop("a"), d.pop("q", None), d.popitem(), d, d.update(x=1), d.update([("y", 2)], z=3), d)
print(d | {"b": 0}, {"b": 0} | d, d.copy() == d, "b" in d, list(reversed(d)), len(d)); d |= [("w", 1)]; print(d); d.clear(); print(d)
for f in (lambda: {}["k"], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: dict(5), lambda: dict([1]), lambda: dict(["abc"]), lambda: dict([(1, 2, 3)]), lambda: {[]: 1}, lambda: {}.update(5), lambda: {} | [], lambda: {}.get([]), lambda: {} < {}, lambda: hash({}), lambda: dict(1, 2), lambda: {}.fromkeys(5), lambda: {}.setdefault([]), lambda: {1: 2}[{}], lambda: {}.pop(), lambda: [] in {}, lambda: {(1, []): 2}, lambda: {1}.add([])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
r = {}; r["self"] = r; print(r)
print({1: "a", 1.0: "b", True: "c"}, {0: 1, False: 2}, {"a": 1} == {"a": 1.0}, {1: 2, 3: 4} == {3: 4, 1: 2}, dict(a=1).__contains__("a"))
