# getattr, setattr, hasattr, delattr, vars, dir.
class A:
    x = 1
    def __init__(self): self.y = 2
    @property
    def bad(self): raise ValueError("bad")
    @property
    def gone(self): raise AttributeError("gone")
a = A()
print(getattr(a, "x"), getattr(a, "z", "d"), getattr(a, "gone", "dd"), hasattr(a, "gone"), hasattr(a, "y"), vars(a), [n for n in dir(a) if n[0] != "_"], vars(A)["x"])
setattr(a, "not an identifier", 3); print(vars(a), getattr(a, "not an identifier")); delattr(a, "y"); print(hasattr(a, "y"))
for f in (lambda: getattr(a, "z"), lambda: hasattr(a, "bad"), lambda: getattr(a, 5), lambda: setattr(a, 5, 1), lambda: hasattr(a, None), lambda: delattr(a, "q"), lambda: getattr(a), lambda: vars(5), lambda: delattr(a, "x"), lambda: getattr(a, "bad", 1), lambda: dir(1, 2), lambda: getattr(5, "x"), lambda: getattr(A, "zz"), lambda: getattr(None, "q"), lambda: getattr(len, "q"), lambda: getattr(super, "q")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class D:
    def __dir__(self): return ["b", "a"]
class S(str): pass
print(dir(D()), getattr(a, S("x")), sorted(n for n in dir(type(a)) if not n.startswith("__")), callable(A), callable(a), callable(len), callable(lambda: 0))
def local(): q = 1; return dir(), vars() == locals()
print(local())
