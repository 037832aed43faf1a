# copy.copy of built-in kinds.
import copy
class A: pass
a = A(); a.x = [1]
b = copy.copy(a); print(b is not a, b.x is a.x)
for v in ([1, [2]], {1: [2]}, {1}, bytearray(b"x"), (1, [2]), "s", 5, None, frozenset([1]), b"b", range(3), slice(1, 2), len, A, type, ..., NotImplemented, 1.5, 2j, lambda: 0):
    c = copy.copy(v); print(type(v).__name__, c is v, end="; ")
print()
class C:
    def __copy__(self): return "copied"
class R:
    def __reduce__(self): return "global_name"
class R2:
    def __reduce_ex__(self, p): return (list, ("ab",))
class S: __slots__ = ("p", "q")
s = S(); s.p = 1; t = copy.copy(s); print(copy.copy(C()), t.p, hasattr(t, "q"), copy.copy(R2()))
r = R(); print(copy.copy(r) is r)
for v in ((i for i in ()), open, memoryview(b"")):
    try: print(copy.copy(v) is v)
    except TypeError as e: print(e)
class Bad:
    def __reduce_ex__(self, p): return 5
try: copy.copy(Bad())
except Exception as e: print(type(e).__name__, e)
