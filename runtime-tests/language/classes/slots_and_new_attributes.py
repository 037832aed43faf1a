# Attributes added by hot constructors, members of __slots__ that are empty, and classes that change meanwhile.


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


def make(n):
    return [Point(i, -i) for i in range(n)]


def read_b(s):
    return s.b


def read_a(s):
    return s.a


points = make(100)
print(sum(p.x + p.y for p in points), points[5].__dict__)

slotted = [Slotted(i) for i in range(100)]
print(sum(read_a(s) for s in slotted))
for s in slotted[:3]:
    try:
        read_b(s)
    except AttributeError as error:
        print(error)
for s in slotted:
    s.b = s.a * 2
print(sum(read_b(s) for s in slotted))
del slotted[50].b
try:
    print([read_b(s) for s in slotted][:2])
except AttributeError as error:
    print(error)
try:
    slotted[0].c = 1
except AttributeError as error:
    print(error)

# The class gets a hook, a data descriptor, another __init__.
log = []
Point.__setattr__ = lambda self, name, value: log.append((name, value))
print(make(2)[0].__dict__, log)
del Point.__setattr__
print(make(2)[1].__dict__)
Point.y = property(lambda self: "descriptor", lambda self, value: log.append(value))
p = make(1)[0]
print(p.__dict__, p.y, log)
del Point.y
print(make(3)[2].__dict__)
Point.__init__ = lambda self, *args: setattr(self, "args", args)
print([p.__dict__ for p in make(2)])
Point.__init__ = lambda self, x, y: "not None"
try:
    Point(1, 2)
except TypeError as error:
    print(error)


Point.__new__ = lambda cls, *args: object.__new__(Slotted)
print(type(Point(1, 2)).__name__)


class Meta(type):
    def __call__(cls, *args):
        return "called", args


class Base:
    def __init__(self, x):
        self.x = x


class Derived(Base):
    pass


def build(cls):
    return cls(1)


for _ in range(100):
    build(Derived)
Base.__init__ = lambda self, x: setattr(self, "z", x)
print(build(Derived).__dict__)
Derived.__init__ = lambda self, x: setattr(self, "w", x)
print(build(Derived).__dict__)


class Other(metaclass=Meta):
    def __init__(self, x):
        raise AssertionError


print(build(Other))


# One constructor, several orders of attributes.
class Mixed:
    def __init__(self, flag):
        if flag:
            self.first = 1
        self.second = 2
        self.third = 3


shapes = [Mixed(i % 2) for i in range(20)]
print(shapes[0].__dict__, shapes[1].__dict__)
for m in shapes:
    m.second = 5
    m.fourth = 4
print(shapes[0].__dict__, shapes[1].__dict__)
