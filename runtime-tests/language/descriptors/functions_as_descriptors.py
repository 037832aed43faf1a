# Functions, classmethods and staticmethods bind by themselves.
class A:
    def m(self, x=1): return type(self).__name__, x
    @classmethod
    def c(cls, x=2): return cls.__name__, x
    @staticmethod
    def s(x=3): return x
class B(A): pass
b = B()
f = A.__dict__["m"]
print(f.__get__(b)(), f.__get__(b, B)(5), f.__get__(None, B) is f)
print(A.__dict__["c"].__get__(b)(), A.__dict__["c"].__get__(None, B)(7), A.__dict__["s"].__get__(b)(), A.__dict__["s"](9))
print(b.m == b.m, b.m is b.m, b.m.__self__ is b, b.m.__func__ is f, b.m.__name__, b.c.__self__.__name__)
print(hash(b.m) == hash(b.m), b.m == B().m)
try: b.m.x = 1
except AttributeError as e: print(e)
B.late = lambda self: "late"
print(b.late())
b.own = lambda: "own"
print(b.own())
B.builtin = len
B.b2 = print
b.__class__.__len__ = lambda self: 3
try: print(b.builtin())
except TypeError as e: print(e)
