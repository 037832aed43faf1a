# Loops over range() in hot code: bounds of all kinds, steps, errors, and a rebound range.
class Index:
    def __init__(self, value): self.value = value
    def __index__(self): return self.value
def one(n):
    t = []
    for i in range(n):
        if len(t) > 3: break
        t.append(i)
    return t
def two(a, b):
    t = []
    for i in range(a, b):
        if len(t) > 3: break
        t.append(i)
    return t
def three(a, b, c):
    t = []
    for i in range(a, b, c):
        if len(t) > 3: break
        t.append(i)
    return t
def hot(f, args, n=300):
    for i in range(n):
        r = f(*args)
    return r
print(hot(one, (3,)), hot(two, (2, 5)), hot(three, (9, 0, -4)))
big = 2**62
for n in (0, -1, 2, True, Index(2), 2**70, -2**70, big - 1, -big):
    print(hot(one, (n,), 20))
for a, b in [(5, 2), (-3, 0), (big - 3, big - 1), (big - 3, big + 2), (-big - 2, -big + 1), (Index(1), 3), (-big, big - 1)]:
    print(hot(two, (a, b), 20))
for a, b, c in [(0, 10, 3), (10, 0, -3), (0, 10, -1), (10, 0, 1), (big - 4, big - 1, 2), (big - 4, big + 5, 3), (0, 1, big - 1),
                (-big + 3, -big, -2), (big - 2, big - 1, big - 1), (0, 10, 2**80), (3, 3, 1), (3, 2, -1), (2, Index(9), Index(4))]:
    print(hot(three, (a, b, c), 20))
for f, args in [(one, (1.5,)), (one, ("a",)), (two, (1, None)), (three, (1, 2, 0)), (three, (1, 2, 0.5)), (three, (0, 5, "x"))]:
    try:
        hot(f, args, 3)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
def lines(n, step):
    total = 0
    for i in range(n):
        try:
            for j in range(0, 3, step if i % 2 else 1):
                total += j
        except ValueError as error:
            total += 100
    return total
print(lines(400, 1), lines(400, 2), lines(400, 0))
def kept(n):
    r = range(n)
    total = 0
    for i in range(2):
        for j in r:
            total += j
    return total, r, len(range(n)), list(range(n))[-1]
print(hot(kept, (5,)))
def conditional(flag, n):
    total = 0
    for i in (range(n) if flag else [10, 20]):
        total += i
    return total
print(hot(conditional, (True, 4)), hot(conditional, (False, 4)))
def nested(n):
    return sum(i * j for i in range(n) for j in range(i)), [[j for j in range(i)] for i in range(n)][-1]
print(hot(nested, (6,)))
def changing(n):
    total = 0
    for i in range(n):
        n = 0
        i += 5
        total += i
    return total
print(hot(changing, (6,)))
def shadowed(n):
    global range
    total = 0
    for k in [0] * n:
        for i in range(3):
            total += i
        if k == 0 and total > 2000:
            range = lambda n: ["rebound"]
            break
    for i in range(3):
        return total, i
print(shadowed(3000))
print([i for i in range(3)])
del range
print(one(3), [i for i in range(3)])
class Sub(list):
    def __iter__(self):
        return iter(["own"])
def items(l):
    return [x for x in l]
def loop(l):
    t = []
    for x in l:
        t.append(x)
    return t
print(hot(loop, ([1, 2],)), loop(Sub([1])), loop((1, 2)), loop("ab"), loop({1: 2}), loop(iter([3])))
