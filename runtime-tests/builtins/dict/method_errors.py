# Messages of dict methods.
d = {1: "a"}
for f in (lambda: d.pop(2), lambda: d.pop(), lambda: d.pop(1, 2, 3), lambda: {}.pop("k"), lambda: {}.popitem(), lambda: d.popitem(1), lambda: d.get(), lambda: d.get(1, 2, 3), lambda: d.setdefault(), lambda: d[2], lambda: d["it's"], lambda: d.__delitem__(5), lambda: d.keys(1), lambda: d.copy(1), lambda: d.clear(1), lambda: d.foo, lambda: d.has_key, lambda: hash(d), lambda: d.fromkeys([1], 2, 3), lambda: d.get(key=1), lambda: dict.get(5, 1), lambda: d.__contains__([]), lambda: (1, 2) in d and d[(1, 2)], lambda: d[(1, 2)]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
