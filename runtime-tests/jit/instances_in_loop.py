# Objects made in hot loops: short-lived, escaping, of classes that gain attributes.
class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def plus(self, o):
        return P(self.x + o.x, self.y + o.y)
    def __eq__(self, o):
        return self.x == o.x and self.y == o.y
def sum_points(n):
    acc = P(0, 0)
    step = P(1, 0.5)
    for i in range(n):
        acc = acc.plus(step)
    return acc.x, acc.y
print(sum_points(4000))
def keep_some(n):
    kept = []
    for i in range(n):
        p = P(i, -i)
        if i % 1000 == 0:
            p.label = f"k{i}"
            kept.append(p)
    return [(p.x, p.y, p.label, p.__dict__) for p in kept]
print(keep_some(3000))
class Temp:
    alive = 0
    def __new__(cls, *a):
        cls.alive += 1
        return super().__new__(cls)
    def __init__(self, v): self.v = v
def temps(n):
    total = 0
    for i in range(n):
        total += Temp(i).v
    return total, Temp.alive
print(temps(3000))
def pairs(n):
    total = 0
    for i in range(n):
        a, b = (i, i + 1) if i % 2 else (i + 1, i)
        t = (a, b, a + b)
        total += t[2] * len(t)
    return total
print(pairs(4000))
P.__init__ = lambda self, x, y: setattr(self, "x", x) or setattr(self, "y", y * 2)
print(sum_points(5))
print(P(1, 2) == P(1, 2), P(1, 2) == P(2, 1))
