# Properties know their functions, documentation and name.
class A:
    @property
    def x(self):
        "doc of x"
        return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    y = property(lambda self: 5, doc="given")
    w = property(None, lambda self, v: print("w", v))
p = A.__dict__["x"]
print(p.__doc__, p.fget.__name__, p.fset.__name__, p.fdel.__name__, A.y.__doc__, A.w.fget, p.__name__)
a = A()
a.x = 1; print(a.x); del a.x
a.w = 3
for f in (lambda: a.x, lambda: a.w, lambda: setattr(a, "y", 1), lambda: delattr(a, "y")):
    try: f()
    except AttributeError as e: print(e)
class B(A):
    @A.x.getter
    def x(self): return "B"
print(B().x, A.x is not B.x)
