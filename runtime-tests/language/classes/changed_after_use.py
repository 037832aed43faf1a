# Classes and instances change while instances exist.
class C:
    value = 1
    def get(self):
        return self.value
class D(C):
    pass
c, d = C(), D()
print(c.get(), d.get())
C.value = 2
print(c.get(), d.get())
D.value = 3
print(c.get(), d.get())
C.get = lambda self: ("patched", self.value)
print(c.get(), d.get())
D.get = lambda self: "on D"
print(c.get(), d.get())
del D.get
del D.value
print(d.get())
c.get = lambda: "on the instance"
print(c.get())
del c.get
C.extra = property(lambda self: "computed")
print(c.get(), c.extra, d.extra)
c.__class__ = D
print(type(c).__name__, isinstance(c, D))
class E:
    def get(self):
        return "E"
D.__bases__ = (E,)
print(d.get(), D.__mro__[1].__name__, isinstance(d, C))
C.__getattr__ = lambda self, name: "dynamic " + name
print(C().anything)
C.__len__ = lambda self: 7
print(len(C()))
del C.__len__
try:
    len(C())
except TypeError as error:
    print(error)
