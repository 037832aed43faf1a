# __setstate__ takes a dict or None.
e = ValueError("x"); e.__setstate__({"a": 1, "args": (2,)}); print(e.a, e.args, e.__reduce__()); e.__setstate__(None)
for v in (5, [("a", 1)], {1: 2}):
    try: e.__setstate__(v)
    except TypeError as x: print(x)
print(ValueError("a").__reduce__(), ValueError().__reduce_ex__(2)[1:], BaseException.__setstate__(ValueError(), {}))
