# Small functions and methods that compiled code takes in: getters, setters, predicates, constructors, and what breaks them.
import sys
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y * 2
    def get(self):
        return self.x
    def set(self, x):
        self.x = x
    def swap(self, other):
        self.x = other.x
        other.y = self.y
        return self.x
    def is_left(self, other):
        return self.x < other.x
    def which(self, flag):
        if flag:
            return self.x
        return self.y
    @property
    def double(self):
        return self.x + self.x
    @classmethod
    def least(cls, a, b):
        if cls.less(a, b):
            return a
        return b
    @classmethod
    def less(cls, a, b):
        return a.x < b.x
def scale(a, b):
    return a * b
def choose(a, b):
    if a < b:
        return a
    return b
def run(n):
    total = 0
    p, q = Point(1, 2), Point(3, 4)
    for i in range(n):
        r = Point(i, i + 1)
        total += p.get() + r.which(i % 2) + p.double
        p.set(i)
        if r.is_left(q) or Point.least(p, q) is q:
            total += 1
        total += scale(i, 2) + choose(i, 50) + p.swap(r)
    return total, vars(p), vars(q), vars(r)
for _ in range(3):
    print(run(500))
# Other types: the body leaves, and the call is made again as a whole.
def scales(a, b, n):
    for i in range(n):
        r = scale(a, b)
    return r
print(scales(2, 3, 300), scales(2.5, 3, 300), scales("ab", 2, 300), scales(2**62, 2**62, 300), scales([1], 2, 300))
def chosen(a, b, n):
    for i in range(n):
        r = choose(a, b)
    return r
print(chosen(1, 2, 300), chosen(2.5, 1.5, 300), chosen("b", "a", 300), chosen((1,), (0, 1), 300))
try:
    chosen(1, "a", 5)
except TypeError as error:
    print(error)
    tb = error.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno)
        tb = tb.tb_next
# Writes before an exit must not happen twice.
class Counter:
    def __init__(self):
        self.n = 0
        self.items = []
    def step(self, by):
        self.n += 1
        return by + 1
    def push(self, item):
        self.items.append(item)
    def push_two(self, item):
        self.items.append(item)
        self.items.append(item + 1)
        return item
def steps(c, by, n):
    for i in range(n):
        r = c.step(by)
    return r, c.n
c = Counter()
print(steps(c, 1, 300), steps(c, 1.5, 300), steps(c, 2**62 - 1, 300))
try:
    steps(c, "x", 1)
except TypeError as error:
    print(error, c.n)
def pushes(c, n, item):
    for i in range(n):
        c.push(item)
        c.push_two(item)
    return len(c.items)
print(pushes(c, 300, 1), pushes(c, 300, 1.5), c.items[-3:], pushes(c, 5, 2**63))
# A constructor that leaves half-way.
class Half:
    def __init__(self, a, b):
        self.a = a
        self.c = a + b
        self.d = self.c
def halves(a, b, n):
    for i in range(n):
        h = Half(a, b)
    return vars(h)
print(halves(1, 2, 300), halves(1.5, 2, 300), halves("a", "b", 300), halves(1, 2, 300))
try:
    halves(1, "b", 3)
except TypeError as error:
    print(error)
class Registers:
    all = []
    def __init__(self, x):
        self.x = x
        Registers.all.append(self)
        self.y = x + 1
def registers(x, n):
    for i in range(n):
        Registers(x)
    return len(Registers.all)
print(registers(1, 300), registers(1.5, 300), registers(2, 300))
try:
    registers("s", 1)
except TypeError as error:
    print(error, len(Registers.all))
class Returns:
    def __init__(self, x):
        self.x = x
        return x
def returns(x, n):
    for i in range(n):
        r = Returns(x)
    return r.x
print(returns(None, 300))
for bad in (1, 1.5, True):
    try:
        returns(bad, 3)
    except TypeError as error:
        print(error)
# Unbound locals, closures, code replaced, frames looked at.
def maybe(flag):
    if flag:
        value = 1
    return value
def maybes(flag, n):
    for i in range(n):
        r = maybe(flag)
    return r
print(maybes(True, 400))
try:
    maybes(False, 3)
except UnboundLocalError as error:
    print(error)
def adder(k):
    def add(x):
        return x + k
    return add
def sums(f, n):
    t = 0
    for i in range(n):
        t += f(i)
    return t
add2, add3 = adder(2), adder(3)
def both(n):
    t = 0
    for i in range(n):
        t += add2(i) * add3(i)
    return t
print(both(500), sums(add2, 300), sums(add3, 300))
def depth():
    return sys._getframe().f_back.f_code.co_name
def wrapped():
    return depth()
def depths(n):
    for i in range(n):
        r = wrapped(), depth()
    return r
print(depths(300))
scale.__code__ = (lambda a, b: (a, b)).__code__
print(scales(2, 3, 5), scales(2, 3, 300))
def get(self):
    return "rebound", self.x
p = Point(5, 6)
def gets(p, n):
    for i in range(n):
        r = p.get()
    return r
print(gets(p, 300))
Point.get = get
print(gets(p, 300))
p.get = lambda: "own"
print(gets(p, 300))
# Inside a handler's range and in nested bodies.
def first(x):
    return x[0]
def second(x):
    return first(x) + 1
def guarded(things, n):
    errors = 0
    total = 0
    for i in range(n):
        for x in things:
            try:
                total += second(x)
            except (IndexError, TypeError) as error:
                errors += 1
    return total, errors
print(guarded([[1], [2, 3]], 200), guarded([[1], [], (4,)], 200), guarded([[1], 5, ["a"]], 200), guarded([[1.5]], 300))
def even(n):
    return True if n == 0 else odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
for i in range(200):
    even(20)
print(even(100), odd(7))
def forever(n):
    return choose(forever(n + 1), 1)
try:
    forever(0)
except RecursionError as error:
    print("RecursionError")
def flip(a):
    t = a[::-1]
    a[:] = t
    return a
def flips(a, n):
    a[0]
    for i in range(n):
        part = a[1:3]
        r = flip(a)
    return r, part
print(flips([1, 2, 3], 301))
class Finalized:
    deaths = []
    def __init__(self, a):
        self.a = a
        self.b = a + 1
    def __del__(self):
        Finalized.deaths.append(self.b)
def finalized(a, n):
    made = []
    for i in range(n):
        made.append(Finalized(a))
    return made
kept = finalized(1, 300) + finalized(1.5, 300) + finalized(2**62, 20)
print(len(kept), Finalized.deaths)
class Roomy:
    def __init__(self, a):
        self.a = a
def roomy(n):
    for i in range(n):
        r = Roomy(i)
        r.b = i
        r.c = r.d = r.e = r.f = r.g = r.h = r.k = i
    return vars(r)
print(roomy(3000))
print(roomy(3000))
class Family:
    @classmethod
    def make(cls, x):
        return cls.build(x)
    @classmethod
    def build(cls, x):
        return cls.__name__, x
class Child(Family):
    @classmethod
    def build(cls, x):
        return "child", x
def families(c, n):
    for i in range(n):
        r = c.make(i)
    return r
print(families(Family, 300), families(Child, 300), families(Family, 3))
