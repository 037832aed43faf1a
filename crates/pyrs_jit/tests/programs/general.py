def kw(a, b=2, *, c=3):
    return a * 100 + b * 10 + c
def star(*args, **kwargs):
    t = 0
    for a in args:
        t += a
    return t
class Manager:
    def __init__(self):
        self.n = 0
    def __enter__(self):
        self.n += 1
        return self
    def __exit__(self, kind, value, traceback):
        self.n += 10
        return False
class Point:
    __slots__ = ("x", "y")
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __eq__(self, other):
        return self.x == other.x and self.y == other.y
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)
    def __bool__(self):
        return self.x > 3
    @property
    def total(self):
        return self.x + self.y
class Derived(Point):
    def __init__(self, x, y):
        super().__init__(x, y)
def step(i, m):
    t = kw(i) + kw(i, 1) + kw(i, c=4) + kw(b=1, a=2)
    t += star(1, 2, i) + star(*(i, 4), k=3)
    with m as inner:
        t += inner.n
    a, b = i, t
    a, b = b, a
    p = Point(i, 2) + Derived(1, i)
    if p == Point(1, 1):
        t += 1
    if p:
        t += 7
    t += p.total - a + b
    s = f"{i}:{t % 7}"
    return t, s
def chain(a, b, c):
    return a < b < c, a <= b or c, not (a and b), -a, ~b, +c, a ** 2, a / (b + 1), a % (c + 1), a << 2, c >> 1
def main():
    m = Manager()
    out = None
    acc = 0
    for i in range(600):
        out = step(i, m)
        acc += out[0]
        x = chain(i, i + 1, i + 3)
        acc += x[3] + x[4] + x[6] + x[8]
        y = chain(i % 5, i + 1, 2)
        acc += y[7]
    return acc, out, x, y, m.n
