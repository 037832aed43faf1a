# Slices of lists in hot code: loads, stores, copies between lists, steps, odd bounds and subclasses.
class Index:
    def __init__(self, value):
        self.value = value
    def __index__(self):
        return self.value
class Loud(list):
    def __getitem__(self, key):
        return ("got", key)
    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.append("set")
def flips(perm, k):
    perm = perm[:]
    count = 0
    while k:
        perm[:k + 1] = perm[k::-1]
        count += 1
        k = perm[0]
        if count > 50:
            break
    return perm, count
for _ in range(400):
    result = flips([3, 1, 4, 2, 0], 3)
print(result)
print(flips([4, 3, 2, 1, 0], 4))
def copy(target, a, b, source, c, d, e):
    first = target[0]
    second = source[0]
    target[a:b] = source[c:d:e]
    return target
for i in range(500):
    t = copy([1, 2, 3, 4], 1, 3, [5, 6, 7, 8, 9], 0, 4, 2)
print(t)
same = [1, 2, 3, 4, 5]
for bounds in [(0, 3, 2, None, -1), (1, 4, 3, 0, -1), (0, 0, None, None, 1), (2, 2, 0, 3, 1), (-3, None, None, None, -2),
               (10**30, None, 0, 2, 1), (0, 2, -10**30, 10**30, 1), (None, None, 4, 4, -1), (3, 1, 0, 5, 1),
               (Index(1), Index(2), Index(0), Index(4), Index(3)), (0, 2, 1, -1, 1)]:
    same = [1, 2, 3, 4, 5]
    print(copy(same, bounds[0], bounds[1], same, *bounds[2:]), copy([7, 8, 9], bounds[0], bounds[1], [1, 2, 3], *bounds[2:]))
for bad in [(0, 1, 0, 1, 0), ("a", 1, 0, 1, 1), (0, 1.5, 0, 1, 1)]:
    try:
        copy([1, 2], bad[0], bad[1], [3, 4], *bad[2:])
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
def load(l, a, b):
    return l[a:b]
for i in range(300):
    load([1, 2, 3], 0, i)
print(load([1, 2, 3], -2, None), load((1, 2, 3), 1, 2), load("abcdef", 2, 4), load(Loud([1, 2]), 0, 1), load(range(9), 3, 7))
print(load([1, 2, 3], 2, 1), load([], 0, 9), load([1, 2, 3], -100, 100), load([1, 2, 3], Index(1), True))
def whole(l):
    return l[:], l[::2], l[::-1]
for i in range(300):
    whole([1, 2])
print(whole([1, 2, 3, 4]), whole("abcd"), whole((1, 2, 3)), whole(Loud([1])))
def store(l, a, b, value):
    l[a:b] = value
    return l
for i in range(300):
    store([1, 2, 3], 1, 2, [i])
l = [1, 2, 3]
print(store([1, 2, 3], 1, 2, (9, 9, 9)), store([1, 2, 3], 5, 9, "xy"), store(Loud([1, 2]), 0, 1, [7]), store(l, 1, 1, l))
print(store([1, 2, 3], 2, 1, iter([5, 6])), store(bytearray(b"abc"), 0, 1, b"zz"), store([1, 2, 3], None, None, []))
for target, value in [([1], 5), ((1, 2), [3]), ({}, [1])]:
    try:
        print(store(target, 0, 1, value))
    except (TypeError, KeyError) as error:
        print(type(error).__name__, error)
# The temporary list is seen by an exit in the middle: k overflows a small int there.
def middle(l, k, other):
    l[0]
    x = l[:2]
    l[0:k + 1] = l[1::-1]
    return l, x
for i in range(300):
    middle([1, 2, 3], 1, 0)
print(middle([1, 2, 3], 2**62 - 1, 0), middle([1, 2, 3], 2.0 > 1, 0), middle([1, 2, 3], -2**80, 0))
def kept(l):
    l[0]
    part = l[1:3]
    l[0:2] = part
    l.append(part)
    return l, part
for i in range(300):
    kept([1, 2, 3])
print(kept([1, 2, 3, 4]))
def in_handler(l, a):
    try:
        l[0]
        l[a:2] = l[::-1]
        return l
    except TypeError as error:
        return str(error), a, l
for i in range(300):
    in_handler([1, 2, 3], 0)
print(in_handler([1, 2, 3], 1), in_handler([1, 2, 3], "x"))
