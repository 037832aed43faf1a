import _random


def show(f, *args):
    try:
        print(f(*args))
    except Exception as error:
        print(type(error).__name__, error)


for seed in [0, 1, -1, 5, -5, 2**31, 2**32, 2**64 - 1, 2**64, -(2**100), 12345678901234567890123, 2.5, (1, 2), True]:
    r = _random.Random(seed)
    print(seed, r.random(), r.getrandbits(32), r.getrandbits(1), r.getrandbits(33), r.getrandbits(64), r.getrandbits(100), r.getrandbits(5))
r = _random.Random(42)
values = [r.random() for _ in range(2000)]
print(sum(values), values[-1], values[623:626])
state = r.getstate()
print(len(state), state[:3], state[-3:])
a = [r.getrandbits(31) for _ in range(700)]
r.setstate(state)
print(a == [r.getrandbits(31) for _ in range(700)], a[-1])
other = _random.Random(1)
other.setstate(state)
print(other.random(), r.getstate() == state)
print(r.getrandbits(0), r.getrandbits(2000).bit_length() <= 2000, _random.Random(7).getrandbits(1000))
for f in (lambda: r.getrandbits(-1), lambda: r.getrandbits("a"), lambda: r.getrandbits(2**70), lambda: _random.Random([]), lambda: _random.Random(1, 2), lambda: r.seed(1, 2), lambda: r.setstate(1), lambda: r.setstate((1,)), lambda: r.setstate((1,) * 624 + (700,)), lambda: r.setstate(("a",) * 624 + (0,)), lambda: r.setstate((-1,) * 624 + (0,))):
    show(f)
print(_random.Random().random() != _random.Random().random())
r.seed()
print(0 <= r.random() < 1)


class Mine(_random.Random):
    def __init__(self, extra):
        super().__init__(3)
        self.extra = extra


m = Mine("x")
print(m.extra, m.random(), isinstance(m, _random.Random))
total = 0
for _ in range(5000):
    total += m.getrandbits(16) + m.random()
print(total)
