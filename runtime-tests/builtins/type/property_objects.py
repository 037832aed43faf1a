# About property: functions, doc, copies, messages.
class A:
    def __init__(self): self._x = 1
    @property
    def x(self): "doc x"; return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    ro = property(lambda s: 5)
    wo = property(None, lambda s, v: None)
    nothing = property()
a = A(); a.x = 5; print(a.x, A.x.__doc__, A.x.fget.__name__, A.x.fset.__name__, A.x.fdel.__name__, A.x.__name__, A.ro.fset, A.__dict__["x"].__get__(a), A.x.__get__(None, A) is A.x, property(doc="d").__doc__, A.x.__isabstractmethod__)
for f in (lambda: setattr(a, "ro", 1), lambda: delattr(a, "ro"), lambda: a.wo, lambda: delattr(a, "wo"), lambda: a.nothing, lambda: setattr(a, "nothing", 1), lambda: property().fget, lambda: property(1, 2, 3, 4, 5), lambda: property(foo=1), lambda: setattr(A.x, "fget", 1), lambda: property().__get__(1), lambda: property().__set__(1, 2), lambda: property().__name__):
    try: print(f())
    except (AttributeError, TypeError) as e: print(e)
p = property(len); q = p.getter(str); print(q.fget is str, q is p, p.setter(print).fget is len); p.__doc__ = "set"; print(p.__doc__); p.__name__ = "nm"; print(p.__name__)
class Sub(property): pass
s = Sub(lambda s: 1, doc="sd"); print(s.__doc__, type(s.setter(print)).__name__, type(s.getter(len)).__name__)
