# Bound methods: attributes, equality, hash, errors.
import types, pickle
class A:
    def m(self, x=1): "mdoc"; return x
    def __eq__(self, o): return True
    __hash__ = None
a, b = A(), A(); m = a.m
print(m.__self__ is a, m.__func__ is A.m, m.__name__, m.__doc__, m.__qualname__, m == a.m, m == b.m, hash(m) == hash(a.m), m is a.m, m.__defaults__, repr(m).split(" of ")[0])
for f in (lambda: setattr(m, "x", 1), lambda: m.nope, lambda: types.MethodType(), lambda: types.MethodType(5, a), lambda: types.MethodType(len, None), lambda: types.MethodType(len), lambda: types.MethodType(len, a, k=1), lambda: A.m(), lambda: a.m(1, 2), lambda: setattr(m, "__doc__", "x"), lambda: m < m):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
A.m.attr = "through"; print(m.attr, types.MethodType(len, [1, 2])(), types.MethodType(A.m, 5)(x=3), m.__get__(b) is m, m.__reduce__()[1][1], types.MethodType(lambda s: s, 7).__get__(8)())
print([].append == [].append, (l := []).append == l.append, l.append != [].append, hash(l.append) == hash(l.append), l.append.__self__ is l, len.__self__.__name__, [].append.__name__, [].append.__qualname__, len.__qualname__, len.__module__, "".join.__module__, print.__doc__ is not None)
