# Tuples and their errors.
t = (1, 2, 3, 2)
print(t.count(2), t.index(2), t.index(2, 2), t[1:], t[::-1], t + (4,), t * 2, 2 in t, len(t), hash((1, 2)) == hash((1, 2)), (1,), (), tuple("ab"), tuple([1]), tuple(t) is t, t[:] is t, (1, 2) < (1, 3), () < (0,), (1, "a") == (1, "a"), min((3, 1)))
for f in (lambda: t[9], lambda: t.index(9), lambda: t["a"], lambda: t + [1], lambda: tuple(5), lambda: hash(([],)), lambda: (1, "a") < (1, 2), lambda: t.append, lambda: tuple(1, 2), lambda: t * 1.5, lambda: t.__setitem__, lambda: t.count()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try: t[0] = 1
except TypeError as e: print(e)
try: del t[0]
except TypeError as e: print(e)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    @property
    def first(self): return self[0]
x = T(1, 2); print(x, x.first, type(x + (1,)).__name__, x == (1, 2), type(x[:]).__name__, repr(x), hash(x) == hash((1, 2)))
r = ([],); r[0].append(r); print(r)
