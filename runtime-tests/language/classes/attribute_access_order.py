# Data descriptors, then the object's dictionary, then other class attributes, then __getattr__.
class Data:
    def __get__(self, o, k): return "data"
    def __set__(self, o, v): print("set", v)
class NonData:
    def __get__(self, o, k): return "nondata"
class A:
    d, n, plain = Data(), NonData(), "plain"
    def __getattr__(self, name): return f"getattr {name}"
a = A()
print(a.d, a.n, a.plain, a.missing)
a.__dict__.update(d=1, n=2, plain=3)
print(a.d, a.n, a.plain)
a.d = 5
del a.n
print(a.n, A.d, A.n)
class P:
    @property
    def broken(self): raise AttributeError("inside")
    def __getattr__(self, name): return "fallback " + name
print(P().broken)
class Q:
    @property
    def broken(self): return self.nothing
try: Q().broken
except AttributeError as e: print(e)
for f in (lambda: setattr(P(), "broken", 1), lambda: delattr(P(), "broken"), lambda: delattr(P(), "x"), lambda: setattr(object(), "x", 1), lambda: setattr(5, "x", 1), lambda: setattr(int, "x", 1), lambda: delattr(int, "real"), lambda: A.nope, lambda: (1).real.nope, lambda: setattr([], "append", 1), lambda: setattr(5, "real", 1)):
    try: f()
    except (AttributeError, TypeError) as e: print(type(e).__name__, e)
