# vars and dir of modules, classes, instances, and custom __dir__.
class A:
    z = 1
    def __init__(self): self.a = 1
class D:
    def __dir__(self): return ("b", "a")
class B:
    def __dir__(self): return 5
class N:
    def __dir__(self): return [1, "a"]
class S: __slots__ = ("p",)
print(vars(A()), "z" in vars(A), dir(D()), [n for n in dir(A()) if not n.startswith("__")], [n for n in dir(S()) if n[0] != "_"], type(vars(A)).__name__)
def f():
    q = 1
    return dir(), vars(), sorted(locals())
print(f())
for g in (lambda: vars(5), lambda: vars(S()), lambda: dir(B()), lambda: vars(1, 2), lambda: dir(1, 2), lambda: dir(N())):
    try: print(g())
    except TypeError as e: print(e)
class X: __dict__ = "odd"
print(vars(X()))
import types
m = types.ModuleType("m"); m.b = 1; m.__dir__ = lambda: ["own"]; print(dir(m), sorted(vars(m)))
