# Decorators that count, cache and pass arguments on.
def counted(f):
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return f(*args, **kwargs)
    wrapper.calls = 0
    wrapper.__name__, wrapper.__doc__ = f.__name__, f.__doc__
    wrapper.__wrapped__ = f
    return wrapper
class Register:
    def __init__(self): self.names = []
    def __call__(self, f):
        self.names.append(f.__name__)
        return f
    def __set_name__(self, owner, name): print("named", name)
register = Register()
@register
@counted
def add(a, b=2, *c, d=4, **e):
    "Adds."
    return a, b, c, d, e
print(add(1), add(1, 3, 5, d=6, z=7), add.calls, add.__name__, add.__doc__, register.names)
class Bound:
    def __init__(self, f): self.f = f
    def __get__(self, obj, kind=None):
        return (lambda *a: self.f(obj, *a)) if obj else self
    def __call__(self, *a): return "direct"
class C:
    @Bound
    def m(self, x): return type(self).__name__, x
print(C().m(1), C.m(2))
