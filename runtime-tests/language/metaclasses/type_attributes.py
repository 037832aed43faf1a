# Attributes of classes that can be changed, and those that cannot.
class A:
    "doc"
    def m(self): pass
A.__name__ = "Renamed"
A.__qualname__ = "some.where"
print(A, A.__name__, A.m.__qualname__, A.__module__)
A.__module__ = "mod"
A.__doc__ = "new"
print(A, A.__doc__)
for f in (lambda: setattr(A, "__name__", 5), lambda: setattr(A, "__qualname__", 5), lambda: setattr(A, "__bases__", 5), lambda: setattr(A, "__bases__", ()), lambda: setattr(A, "__dict__", {}), lambda: setattr(A, "__mro__", ()), lambda: delattr(A, "__name__"), lambda: setattr(A, "__name__", "a\0b"), lambda: A.__dict__.__setitem__("x", 1), lambda: setattr(A(), "__class__", int), lambda: setattr(A(), "__class__", 5), lambda: setattr(A(), "__dict__", 5), lambda: setattr(int, "__name__", "x")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class B: pass
a = A(); a.__class__ = B
print(type(a).__name__)
a.__dict__ = {"k": 1}
print(a.k, type(A.__dict__).__name__)
