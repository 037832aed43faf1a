# Hot method calls: one class, overridden in a subclass, several receivers.
class Counter:
    def __init__(self): self.n = 0
    def bump(self, by=1):
        self.n += by
        return self.n
    def twice(self):
        return self.bump() + self.bump()
class Double(Counter):
    def bump(self, by=1):
        return super().bump(by * 2)
class Loud:
    n = 0
    def bump(self): return 100
def drive(c, times):
    last = 0
    for _ in range(times):
        last = c.bump()
    return last
a, b = Counter(), Double()
print(drive(a, 4000), drive(b, 4000), drive(Loud(), 10), drive(a, 5))
def several(objects, times):
    total = 0
    for i in range(times):
        total += objects[i % len(objects)].bump()
    return total
print(several([Counter()], 3000), several([Counter(), Double(), Loud()], 3000))
c = Counter()
for _ in range(2000):
    c.twice()
print(c.n, Double().twice())
c.bump = lambda: -1
print(drive(c, 3), drive(Counter(), 3))
class Static:
    @staticmethod
    def s(x): return x + 1
    @classmethod
    def c(cls, x): return x + 2
def static(n):
    o = Static()
    x = 0
    for _ in range(n):
        x = o.s(x) + Static.c(x) - x
    return x
print(static(3000))
