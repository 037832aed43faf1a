# Class attributes, class and static methods, constructors and enum members as constants, and what changes them.
import enum
class Meta(type):
    pass
class Strength(metaclass=Meta):
    REQUIRED = 1
    @classmethod
    def weaker(cls, a, b):
        return cls.REQUIRED, a < b
    @staticmethod
    def twice(x):
        return 2 * x
    def plain(self):
        return "plain", self
class Color(enum.IntEnum):
    RED = 1
    GREEN = 2
def use(n):
    for i in range(n):
        r = Strength.REQUIRED, Strength.weaker(i, 5), Strength.twice(i), Strength.plain(i)
    return r
print(use(500))
Strength.REQUIRED = 7
print(use(500))
Strength.twice = lambda x: "rebound"
print(use(500))
Meta.REQUIRED = property(lambda cls: "by the metaclass")
print(use(500))
del Meta.REQUIRED
Strength.weaker = "not callable"
try:
    use(5)
except TypeError as error:
    print(error)
def colors(n):
    count = 0
    for i in range(n):
        c = Color.RED if i % 2 else Color.GREEN
        if c is Color.RED:
            count += 1
        if c == Color.GREEN:
            count += 10
    return count
print(colors(600))
class Point:
    def __init__(self, x, y=2, z=3):
        self.x, self.y, self.z = x, y, z
def points(n):
    for i in range(n):
        p, q, r = Point(i), Point(i, 5), Point(i, 6, 7)
    return [vars(p), vars(q), vars(r)]
print(points(400))
Point.__init__.__defaults__ = (20, 30)
print(points(400))
Point.__init__.__defaults__ = (30,)
try:
    points(10)
except TypeError as error:
    print(error)
Point.__init__.__defaults__ = (1, 2)
def init(self, x, y=0, z=0):
    self.sum = x + y + z
Point.__init__ = init
print(points(400))
def returns(self, x, y=0, z=0):
    return x
Point.__init__ = returns
try:
    points(10)
except TypeError as error:
    print(error)
class Made:
    def __init__(self, x):
        self.x = x
def made(n):
    for i in range(n):
        m = Made(i)
    return vars(m)
print(made(400))
def new(cls, *args):
    self = object.__new__(cls)
    self.made = args
    return self
Made.__new__ = new
print(made(400))
def default(a, b=[], *, c=1):
    return a, b, c
def f(a, b=4):
    return a + b
def calls(n):
    for i in range(n):
        r = f(i), f(i, 1), default(i)
    return r
print(calls(400))
def g(a):
    return "other code", a
f.__code__ = g.__code__
try:
    print(calls(400))
except TypeError as error:
    print(error)
class Gone:
    def method(self): return "method"
def call(g, n):
    for i in range(n):
        r = g.method()
    return r
g = Gone()
print(call(g, 300))
g.method = lambda: "on the instance"
print(call(g, 300), call(Gone(), 3))
Gone.method = lambda self: "on the class"
print(call(g, 300), call(Gone(), 300))
counter = 0
def bump(n):
    global counter
    for i in range(n):
        counter = counter + 1
    return counter
def read(n):
    for i in range(n):
        r = counter
    return r
for i in range(6):
    print(bump(300), read(300))
del counter
try:
    read(300)
except NameError as error:
    print(error)
counter = 5
print(read(300))
for i in range(40):
    globals()["new%d" % i] = i
print(read(300), bump(10))
