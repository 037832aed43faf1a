# Generator expressions and generators whose values change their types while they run.
def changing(n):
    for i in range(n):
        if i < n // 2:
            yield i
        elif i < n - 10:
            yield i + 0.5
        elif i < n - 5:
            yield 2 ** 70 + i
        else:
            yield "s%d" % i


def count_kinds(n):
    kinds = {}
    for v in (x + x for x in changing(n)):
        name = type(v).__name__
        kinds[name] = kinds.get(name, 0) + 1
    return kinds


print(count_kinds(4000))


def accumulate(values):
    total = 0
    for v in values:
        total = total + v
        yield total


def last(values):
    out = None
    for out in accumulate(values):
        pass
    return out


data = [1] * 1500 + [0.5] * 1500 + [2 ** 65] * 3 + [0.25] * 100
print(last(data), last(data[:10]), last([]))
print(last([1] * 3000 + [2 ** 62] * 4))
print(sum(a * b for a, b in zip([1] * 2000 + [1.5] * 2000, range(4000))))
print(sum(a * b for a, b in zip(range(4000), [1.5] * 2000 + [2] * 2000)))


class Number:
    def __init__(self, n):
        self.n = n

    def __mul__(self, other):
        return Number(self.n * other)

    def __radd__(self, other):
        return other + self.n


mixed = [2] * 1000 + [Number(3)] * 3 + [True] * 4
print(sum(m * 2 for m in mixed))


def unbound(flag):
    for i in range(1200):
        if flag or i < 1100:
            x = i
        yield x
        if i == 1100 and not flag:
            del x


def consume(flag):
    n = 0
    try:
        for v in unbound(flag):
            n += 1
    except UnboundLocalError as error:
        return n, str(error)
    return n


print(consume(True), consume(False))
