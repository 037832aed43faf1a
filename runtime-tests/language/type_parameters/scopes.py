# Type parameters are visible where they should be.
T = "global"
class C[T]:
    here = T.__name__
    def m(self): return T
    class Inner:
        t = T
    lam = lambda: T
def g[T](x=T): return T, x
print(C.here, C().m() is C.__type_params__[0], C.Inner.t is C.lam(), g()[0].__name__, g()[1], T)
def outer():
    v = 1
    def inner[U]():
        nonlocal v
        v += 1
        return v, U.__name__
    return inner()
print(outer())
class M(type): pass
class D[X](metaclass=M): pass
class E[X](D[X], list[X]): pass
print(type(D).__name__, [b.__name__ for b in E.__bases__], E.__orig_bases__[0].__origin__.__name__, D.__qualname__)
@(lambda f: (f, T))
def deco[T](): pass
print(deco[1])
type = 5; match = 1; case = 2; _ = 3
type X = int
print(type, X, match, case)
