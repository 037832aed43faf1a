# append, pop, insert and len in hot code, through bound methods in variables, on subclasses, and with errors.
class Own(list):
    pass
class Counting(list):
    calls = 0
    def append(self, item):
        Counting.calls += 1
        list.append(self, item)
    def __len__(self):
        return 100
def rotate(items, n):
    pop, insert = items.pop, items.insert
    for i in range(n):
        insert(len(items), pop(0))
        insert(0, pop())
        insert(-1, pop(-1))
    return items
for _ in range(300):
    r = rotate([1, 2, 3, 4], 3)
print(r, rotate(Own("abc"), 4), rotate([1, 2], 5))
def queue(items, n):
    total = 0
    for i in range(n):
        items.append(i)
        items.append(i * 2)
        total += items.pop(0)
        total += len(items)
    return total, len(items)
for _ in range(300):
    q = queue([], 5)
print(q, queue(Own(), 7), queue(Counting(), 3), Counting.calls)
def drain(items, index):
    try:
        while True:
            items.pop(index)
    except IndexError as error:
        return str(error)
for _ in range(300):
    drain([1, 2, 3], 0)
print(drain([1, 2], 0), drain([1, 2, 3], -1), drain([1, 2, 3], 2), drain([1, 2, 3], -3), drain([1], 10**18))
for index in (2**70, "a", 1.0, None, True):
    try:
        print([1, 2, 3].pop(index))
    except (TypeError, IndexError, OverflowError) as error:
        print(type(error).__name__, error)
    try:
        print(drain([1, 2, 3], index))
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
def call(f, *rest):
    return f(1)
def one(f):
    return f(0)
a, b = [5, 6, 7], [8, 9]
for i in range(400):
    l = [1, 2, 3]
    one(l.pop)
print(one(a.pop), one(b.pop), one(bytearray(b"xy").pop), one({0: "zero"}.pop), one(str), one(lambda x: x + 1), a, b)
try:
    one([].pop)
except IndexError as error:
    print(error)
def fill(f, n):
    for i in range(n):
        f(i)
for i in range(10):
    l = []
    fill(l.append, 200)
s = set()
fill(s.add, 200)
print(len(l), len(s), l[-1])
def lengths(things):
    total = 0
    for t in things:
        total += len(t)
    return total
for i in range(200):
    lengths([[1], [2, 3]])
class Bad:
    def __len__(self):
        return -5
class Big:
    def __len__(self):
        return 2**70
print(lengths([[1], (1, 2), "abc", {1: 2}, Counting(), Own([1])]))
for bad in (Bad(), Big(), 5):
    try:
        lengths([bad])
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
# A list that grows and shrinks while it is iterated.
def mutate(items):
    seen = []
    for item in items:
        seen.append(item)
        if len(items) < 8:
            items.append(item + 10)
        elif item % 3 == 0:
            items.pop()
    return seen
for i in range(200):
    m = mutate([1, 2, 3])
print(m)
