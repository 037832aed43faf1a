# DynamicClassAttribute hides from the class.
import types
class M(type):
    def __getattr__(cls, n): return "meta " + n
class A(metaclass=M):
    @types.DynamicClassAttribute
    def x(self): "xdoc"; return "inst"
    @x.setter
    def x(self, v): self.__dict__["set"] = v
a = A(); print(a.x, A.x, A.__dict__["x"].__doc__); a.x = 5; print(a.__dict__)
class B:
    @types.DynamicClassAttribute
    def y(self): return 1
for f in (lambda: B.y, lambda: setattr(B(), "y", 1), lambda: delattr(B(), "y")):
    try: print(f())
    except AttributeError as e: print(type(e).__name__, e)
