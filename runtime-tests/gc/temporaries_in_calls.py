# gc-stress: 7
# Objects that only native code or a half-built container holds while Python code runs in between.
class Noisy:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return [self.n] == [other.n]
    def __hash__(self): return len([self.n] * (self.n % 5))
    def __lt__(self, other): return [str(self.n)] < [str(other.n)]
    def __repr__(self): return "N" + str(self.n)
    def __add__(self, other): return Noisy(self.n + (other if isinstance(other, int) else other.n))
    __radd__ = __add__
    def __iter__(self): return iter([Noisy(self.n), Noisy(self.n + 1)])
    def __len__(self): return len([item for item in self])
    def __format__(self, spec): return spec + repr(self)
print(sorted([Noisy(n) for n in (5, 3, 11, 2)]), sum([Noisy(1), Noisy(2)]), {Noisy(n): [n] for n in range(7)}, len({Noisy(n % 4) for n in range(9)}))
print([*Noisy(1), *Noisy(5)], f"{Noisy(1)} {Noisy(2):x} {[Noisy(3)]}", ", ".join(map(repr, Noisy(8))), dict(zip(Noisy(1), Noisy(3))), max(Noisy(4)), len(Noisy(9)))
def gather(*args, **kwargs): return [list(args), {k: [v] for k, v in kwargs.items()}]
print(gather(*[Noisy(1)], Noisy(2) + 1, key=Noisy(3) + Noisy(4), **{"other": [Noisy(5)]}))
def produce():
    for n in range(4):
        got = yield [Noisy(n)]
        if got:
            yield got + [Noisy(9)]
g = produce()
print(next(g), g.send([Noisy(7)]), list(g))
try:
    raise ValueError([Noisy(1)], Noisy(2))
except ValueError as error:
    print(error.args, [Noisy(n) for n in range(3)])
print([(a, b) for a in Noisy(1) for b in Noisy(5)], list(map(lambda a, b: a + b, Noisy(1), Noisy(2))), list(filter(lambda n: n < Noisy(2), Noisy(1))))
a, (b, *c) = [Noisy(1)], (Noisy(2), Noisy(3), Noisy(4))
print(a, b, c, "%s %r" % (Noisy(6), [Noisy(7)]), [Noisy(1)] * 2, [Noisy(1)] + [Noisy(2)], Noisy(1) in [Noisy(0), Noisy(1)], [Noisy(3), Noisy(4)].index(Noisy(4)))
