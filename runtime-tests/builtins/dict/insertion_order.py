# Order survives deletion, re-insertion, update, popitem.
d = dict(a=1, b=2, c=3)
d["a"] = 9; print(list(d)); del d["a"]; d["a"] = 1; print(list(d))
d.update(b=0, z=1); print(d); print(d.popitem(), d.popitem(), list(reversed(d)), d.setdefault("q", 5), d)
d |= {"c": "c", "new": 1}; print(d, d | {"b": 1}, {"x": 0, "b": 3} | d)
e = {1: "int", True: "bool", 1.0: "float"}; print(e)
print(list(reversed({"a": 1, "b": 2}.items())), list(reversed({"a": 1, "b": 2}.values())), dict(zip("abc", range(3))), {**{"a": 1}, "a": 2, **{"b": 3}})
for i in range(20): d[i] = i
for i in range(0, 20, 2): del d[i]
print(list(d)[-10:], len(d))
