# object.__reduce_ex__ of all protocols.
import copyreg
class A:
    def __init__(self): self.x = 1
class S: __slots__ = ("a", "b")
class N:
    def __getnewargs__(self): return (1, 2)
class NE:
    def __getnewargs_ex__(self): return (1,), {"k": 2}
class G:
    def __getstate__(self): return "state"
class L(list): pass
class D(dict): pass
s = S(); s.a = 1
for o in (A(), s, N(), NE(), G(), L([1]), D(a=1), object()):
    for p in (0, 1, 2, 4):
        try:
            r = o.__reduce_ex__(p)
            print(type(o).__name__, p, r[0].__name__, [getattr(x, "__name__", x) for x in r[1]], r[2], *[list(x) if x is not None else None for x in r[3:]])
        except Exception as e: print(type(o).__name__, p, type(e).__name__, e)
class BadArgs:
    def __getnewargs__(self): return [1]
class BadArgsEx:
    def __getnewargs_ex__(self): return (1,)
for o in (BadArgs(), BadArgsEx(), 5, "a", None, len):
    try: print(o.__reduce_ex__(2)[1:])
    except TypeError as e: print(e)
    except Exception as e: print(type(e).__name__, e)
