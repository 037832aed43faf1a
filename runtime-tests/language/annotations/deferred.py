# Annotations are evaluated when somebody asks.
print("start")
def note(x): print("evaluated", x); return x
def f(a: note("a"), b: note("b") = 1, *c: note("c"), d: note("d"), **e: note("e")) -> note("r"): pass
print("defined")
print(f.__annotations__)
print(f.__annotations__ is f.__annotations__)
class C:
    x: note("x")
    y: note("y") = 5
    z: Undefined
    def m(self) -> "C": pass
print(C.y, hasattr(C, "x"))
try: C.__annotations__
except NameError as e: print(e)
Undefined = int
print(C.__annotations__, C.m.__annotations__, C.__annotate__.__name__, C.__annotate__(1))
x: int = 5; y: note("never printed")
print(x, "y" in globals())
def g():
    v: this_is_not_evaluated = 3
    return v
print(g(), g.__annotations__, g.__annotate__)
try: f.__annotate__(2)
except NotImplementedError as e: print(type(e).__name__)
f.__annotations__ = {"new": 1}; print(f.__annotations__, f.__annotate__)
try: f.__annotations__ = 5
except TypeError as e: print(e)
del f.__annotations__; print(f.__annotations__)
