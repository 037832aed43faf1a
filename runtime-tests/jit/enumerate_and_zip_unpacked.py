# enumerate and zip whose items are taken apart at once in hot loops, and everything that must still look the same.
def indexed(values):
    total = 0
    for i, v in enumerate(values):
        total += i * v
    return total


print(indexed([2] * 3000), indexed(range(3000)), indexed((1.5,) * 3000), indexed({1: 2, 3: 4}), indexed([]))


def started(values, start):
    last = None
    for i, v in enumerate(values, start):
        last = i, v
    return last


print(started("ab" * 1000, 5), started("xyz", 2 ** 62 - 2), started("xyz", 2 ** 70), started("x" * 2000, -1000))


def pairs(a, b):
    out = 0
    for x, y in zip(a, b):
        out += x * y
    return out


print(pairs(range(2000), range(2000)), pairs([1.0] * 2000, range(1999)), pairs((), [1]), pairs(iter([1, 2]), (3, 4, 5)))


def shortest():
    left, right = iter(range(5)), iter([1, 2])
    for _ in range(500):
        left, right = iter(range(5)), iter([1, 2])
        for a, b in zip(left, right):
            pass
    return list(left), list(right)


print(shortest())


def strict(a, b):
    n = 0
    try:
        for x, y in zip(a, b, strict=True):
            n += 1
    except ValueError as error:
        return n, str(error)
    return n


for _ in range(40):
    result = strict(range(100), range(100))
print(result, strict(range(3), range(2)), strict(range(2), range(3)))


def wrong_count(n):
    try:
        for a, b in zip(range(n), range(n), range(n)):
            pass
    except ValueError as error:
        return str(error)


for _ in range(2000):
    result = wrong_count(1)
print(result)


def three(n):
    out = 0
    for a, b, c in zip(range(n), [2] * n, (x for x in range(n))):
        out += a * b + c
    return out


print(three(3000))


def whole(n):
    out = []
    for pair in zip(range(n), range(n)):
        out.append(pair)
    for pair in enumerate(out):
        pass
    return out[0] is not out[1], pair


print(whole(2000))


class Other:
    def __iter__(self):
        return iter([(1, 2), [3, 4], "ab"])


def switching(n):
    out = []
    for source in [zip(range(n), range(n)), enumerate("abc"), Other(), {"k": 1}.items()]:
        for a, b in source:
            last = a, b
        out.append(last)
    return out


for _ in range(3):
    print(switching(1500))


class Sub(enumerate):
    def __next__(self):
        i, v = super().__next__()
        return v, i


def subclass(n):
    out = 0
    for a, b in Sub([3] * n):
        out += a
    return out


print(subclass(1000), indexed(list(range(1000))))


def failing(n):
    def source():
        for i in range(n):
            yield i
        raise KeyError("source")
    seen = 0
    try:
        for i, v in enumerate(source()):
            seen = i
    except KeyError as error:
        return seen, error.args, error.__traceback__.tb_lineno
    return seen


print(failing(2500))


def growing():
    items = [1]
    for i, v in enumerate(items):
        if i < 3000:
            items.append(v + 1)
    return len(items), i, v


print(growing())


def mixed_sum(values):
    total = 0
    for i, v in enumerate(values):
        total += v * 1.5
    return total


print(mixed_sum([]), mixed_sum([1] * 2000), mixed_sum([0.5] * 2000), mixed_sum([1, 0.5] * 1000), mixed_sum([True, 2 ** 70]))
