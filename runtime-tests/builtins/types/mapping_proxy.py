# About MappingProxyType: a view that cannot change what it shows.
import types
d = {"a": 1}; p = types.MappingProxyType(d)
print(p, repr(p), p["a"], len(p), "a" in p, list(p), p.get("x", 5), list(p.items()), list(p.keys()), list(p.values()), p.copy(), type(p.copy()).__name__, p == {"a": 1}, p | {"b": 2}, {"b": 2} | p, list(reversed(p)), p != d)
d["b"] = 2; print(p, hash(types.MappingProxyType(type("H", (dict,), {"__hash__": lambda s: 7})())), types.MappingProxyType[int, str])
for f in (lambda: p.__setitem__, lambda: p["x"], lambda: hash(p), lambda: types.MappingProxyType(5), lambda: types.MappingProxyType([1]), lambda: types.MappingProxyType(), lambda: types.MappingProxyType("ab")[0], lambda: p < p, lambda: p.pop, lambda: p.__ior__({}), lambda: p.get(), lambda: types.MappingProxyType((1,))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for s in ("p['x'] = 1", "del p['a']", "p |= {}", "p.x = 1"):
    try: exec(s)
    except Exception as e: print(type(e).__name__, e)
import pickle, copy
for f in (pickle.dumps, copy.deepcopy, copy.copy):
    try: f(p); print("ok")
    except TypeError as e: print(e)
