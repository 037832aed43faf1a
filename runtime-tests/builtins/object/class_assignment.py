# Assigning __class__ between compatible classes only.
class A: x = "A"
class B: x = "B"
class S: __slots__ = ("a",)
class T: __slots__ = ("a",)
class U: __slots__ = ("b",)
a = A(); a.v = 1; a.__class__ = B; print(a.x, a.v, type(a).__name__)
s = S(); s.a = 5; s.__class__ = T; print(type(s).__name__, s.a)
for o, c in ((a, S), (s, U), (a, int), (5, A), (a, 5), (A, type), ([], A), (a, object), (object(), A)):
    try: o.__class__ = c; print("ok")
    except TypeError as e: print(e)
try: del a.__class__
except TypeError as e: print(e)
import types
class M(types.ModuleType):
    @property
    def extra(self): return "extra"
m = types.ModuleType("m"); m.__class__ = M; print(m.extra, type(m).__name__)
