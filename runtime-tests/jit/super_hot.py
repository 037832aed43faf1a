# super() in hot code: both forms, several receivers, changed bases, changed methods, a shadowed super.
class Base:
    def __init__(self, a):
        super().__init__()
        self.a = a
    def name(self):
        return "Base"
    @classmethod
    def make(cls, a):
        return cls(a)
class Other:
    def __init__(self, a):
        self.a = ("other", a)
    def name(self):
        return "Other"
class Middle(Base):
    def __init__(self, a, b):
        super(Middle, self).__init__(a)
        self.b = b
    def name(self):
        return "Middle<" + super(Middle, self).name()
class Leaf(Middle):
    def __init__(self, a):
        super().__init__(a, a + 1)
        self.c = 0
    def name(self):
        return "Leaf<" + super().name()
    @classmethod
    def make(cls, a):
        return super().make(a)
class Second(Middle):
    def __init__(self, a):
        self.early = True
        super().__init__(a, -a)
def build(n, cls):
    for i in range(n):
        x = cls(i)
    return x.a, x.b, x.name(), sorted(vars(x))
for _ in range(3):
    print(build(200, Leaf), build(200, Second))
print(Leaf.make(3).name())
def names(x, n):
    for i in range(n):
        r = x.name()
    return r
print(names(Leaf(1), 300), names(Second(1), 300))
Base.name = lambda self: "changed"
print(names(Leaf(1), 300))
Middle.__bases__ = (Other,)
print(names(Leaf(1), 300), build(200, Leaf))
Middle.__bases__ = (Base,)
def init(self, a):
    self.a = "new init"
Base.__init__ = init
print(build(200, Leaf))
class Wrong:
    pass
try:
    Middle.name(Wrong())
except TypeError as error:
    print(error)
class Shadow(Base):
    def name(self):
        super = lambda *args: Other
        return super(Shadow, self).name(self)
print(names(Shadow(0), 300))
saved = super
class Replaced:
    def __init__(self, *args):
        self.args = args
    def name(self):
        return "replaced", len(self.args)
def two(self):
    return super(Base, self).name()
print(names(Leaf(1), 5))
super = Replaced
try:
    print(names(Leaf(1), 3))
except TypeError as error:
    print(error)
try:
    print(two(Leaf(1)))
except TypeError as error:
    print(error)
del super
print(names(Leaf(1), 3))
class WithAttribute(Base):
    value = 1
class Deeper(WithAttribute):
    value = 2
    def read(self):
        return super().value + super(Deeper, self).value
def read(n):
    d = Deeper(0)
    for i in range(n):
        v = d.read()
    return v
print(read(300))
WithAttribute.value = 50
print(read(300))
try:
    super(1, 2).x
except TypeError as error:
    print(error)
def unbound(n):
    for i in range(n):
        try:
            super(Middle, 5).name()
        except TypeError as error:
            text = str(error)
    return text
print(unbound(300))
