# Slices of lists and tuples read and stored again and again, with bounds and containers of every kind.


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class Sub(list):
    def __getitem__(self, key):
        return "own", key

    def __setitem__(self, key, value):
        print("set", key, value)


def read(x, a, b):
    return x[a:b]


def read3(x, a, b, c):
    return x[a:b:c]


def store(x, a, b, items):
    x[a:b] = items
    return x


def store3(x, a, b, c, items):
    x[a:b:c] = items
    return x


numbers = list(range(10))
bounds = [None, 0, 3, -3, 100, -100, True, 10**30, -(10**30), Index(2)]
for _ in range(3):
    for a in bounds:
        line = [read(numbers, a, b) for b in bounds]
        assert [tuple(part) for part in line] == [read(tuple(numbers), a, b) for b in bounds]
        assert ["".join(map(str, part)) for part in line] == [read("0123456789", a, b) for b in bounds]
print(line)
for c in (1, 2, -1, -3, 100, -100, 10**30):
    print(c, read3(numbers, None, None, c), read3(numbers, 7, 2, c), read3(tuple(numbers), -9, -1, c))

whole = read(numbers, None, None)
print(whole == numbers, whole is numbers)
fixed = (1, 2, 3)
print(read(fixed, None, None) is fixed, read(fixed, 0, 99) is fixed, read(fixed, 1, 1) == ())

for bad in ("x", 1.5, [], numbers):
    for function in (read, lambda x, a, b: store(x, a, b, [1])):
        try:
            function(numbers, bad, None)
        except TypeError as error:
            print(error)
for c in (0, "step"):
    try:
        read3(numbers, 0, 5, c)
    except (TypeError, ValueError) as error:
        print(error)
for x in (5, None, {1, 2}):
    try:
        read(x, 0, 1)
    except TypeError as error:
        print(error)

print(read(Sub([1, 2, 3]), 0, 2))
store(Sub([1]), 1, 2, [5])

for _ in range(20):
    a = store(list(range(6)), 1, 3, ["p", "q", "r", "s"])
    b = store(list(range(6)), 1, 3, [])
    c = store(list(range(6)), -2, None, (7, 8, 9))
    d = store(list(range(6)), 4, 1, "ab")
    e = store(list(range(6)), 2, 2, iter("xy"))
print(a, b, c, d, e)
mine = list(range(5))
print(store(mine, 1, 3, mine))
print(store(mine, None, None, mine[::-1]))
print(store3(list(range(7)), None, None, 2, list("abcd")), store3(list(range(7)), 5, 0, -2, list("xyz")))
for items in ("ab", 5, [1]):
    try:
        print(store3(list(range(7)), None, None, 3, items))
    except (TypeError, ValueError) as error:
        print(error)
try:
    store(list(range(3)), 0, 1, 5)
except TypeError as error:
    print(error)


class Shrinks:
    def __init__(self, target):
        self.target = target

    def __index__(self):
        self.target.clear()
        return 2


victim = list(range(8))
print(read(victim, Shrinks(victim), None))
victim = list(range(8))
print(store(victim, Shrinks(victim), None, [1, 2]))


def pair(x):
    return x[1:][0], x[:-1][-1]


print([pair(x) for x in ([1, 2, 3], (4, 5, 6), "789", b"abc", range(5))])
