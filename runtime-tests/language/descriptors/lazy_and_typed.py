# Descriptors that cache, check and count.
class lazy:
    def __init__(self, f): self.f = f
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner):
        if obj is None: return self
        value = obj.__dict__[self.name] = self.f(obj)
        return value
class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name): self.slot = "_" + name
    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.slot)
    def __set__(self, obj, value):
        if not isinstance(value, self.kind): raise TypeError(f"{self.slot[1:]} wants {self.kind.__name__}")
        setattr(obj, self.slot, value)
    def __delete__(self, obj): delattr(obj, self.slot)
class A:
    n, s = Typed(int), Typed(str)
    @lazy
    def slow(self):
        print("computing")
        return self.n * 2
a = A(); a.n = 4; a.s = "x"
print(a.slow, a.slow, a.n, a.s)
try: a.n = "5"
except TypeError as e: print(e)
del a.s
try: a.s
except AttributeError as e: print(e)
print(type(A.n).__name__, type(A.slow).__name__)
class NoDelete:
    def __set__(self, o, v): pass
class H: x = NoDelete()
print(type(H().x).__name__)
