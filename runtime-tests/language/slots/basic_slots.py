# Slots replace the dictionary.
class P:
    __slots__ = ("x", "y")
class Q(P):
    __slots__ = "z"
class R(P): pass
class S:
    __slots__ = ("a", "__dict__")
class T:
    __slots__ = {"d": "documented"}
q, r, s = Q(), R(), S()
q.x, q.z = 1, 3
r.x, r.other = 1, 2
s.a, s.b = 1, 2
print(q.x, q.z, r.__dict__, s.__dict__, P.__slots__, T.__slots__, T.d.__doc__)
for f in (lambda: setattr(q, "w", 1), lambda: q.__dict__, lambda: delattr(q, "y"), lambda: P.x.__set__(S(), 1)):
    try: f()
    except (AttributeError, TypeError) as e: print(type(e).__name__, e)
del q.x
print(hasattr(q, "x"), type(P.x).__name__, P.x.__name__, hasattr(r, "__dict__"))
for slots in (("1a",), (5,), ("x", "x"), ("__dict__", "__dict__"), ("a b",), 5):
    try: print(type("X", (), {"__slots__": slots}).__slots__)
    except TypeError as e: print(e)
try:
    class Bad:
        __slots__ = ("x",)
        x = 1
except ValueError as e: print(e)
try:
    class Two(P, S): pass
except TypeError as e: print(e)
class Priv:
    __slots__ = ("__hidden",)
    def __init__(self): self.__hidden = 5
print(Priv()._Priv__hidden)
