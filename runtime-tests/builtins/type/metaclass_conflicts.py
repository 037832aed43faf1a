# About Metaclasses: the most derived wins, conflicts, callables.
class M(type): pass
class N(type): pass
class O(M): pass
class A(metaclass=M): pass
class B(metaclass=N): pass
class C(A, metaclass=type): pass
class D(A, metaclass=O): pass
print(type(C).__name__, type(D).__name__)
for f in (lambda: type("X", (A, B), {}), lambda: type("X", (A,), {}).__class__.__name__, lambda: N("X", (A,), {}), lambda: O("X", (A,), {}).__class__.__name__):
    try: print(f())
    except TypeError as e: print(e)
def meta(name, bases, ns, **kw): return name, bases, sorted(k for k in ns if k[:2] != "__"), kw
class F(metaclass=meta, opt=1): x = 1; y = 2
print(F)
class P(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw): print("prepare", name, kw); return {"from_prepare": 1}
    def __new__(mcs, name, bases, ns, **kw): return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(cls, *a): print("call", a); return super().__call__()
class Q(metaclass=P, z=1): pass
print(Q.from_prepare, type(Q(1, 2)).__name__)
class BadPrep(type):
    @classmethod
    def __prepare__(mcs, *a): return 5
try:
    class R(metaclass=BadPrep): pass
except TypeError as e: print(e)
print(type.__prepare__(), type.__prepare__("a", (), k=1))
