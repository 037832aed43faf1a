import bisect
from bisect import bisect_left, bisect_right, insort_left, insort_right


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


data = [1, 2, 2, 2, 5, 9]
for x in range(11):
    print(x, bisect_left(data, x), bisect_right(data, x), bisect_left(data, x, 2), bisect_right(data, x, 1, 4), end="; ")
print()
print(bisect.bisect is bisect_right, bisect.insort is insort_right, bisect_left("abcx", "c"), bisect_left((1, 5), 3), bisect_right(range(100), 50))
pairs = [("a", 1), ("b", 3), ("c", 5)]
print(bisect_left(pairs, 3, key=lambda p: p[1]), bisect_right(pairs, 3, key=lambda p: p[1]))
insort_left(pairs, ("n", 3), key=lambda p: p[1])
insort_right(pairs, ("m", 3), key=lambda p: p[1])
print(pairs)
out = []
for x in [5, 1, 4, 1, 5, 9, 2, 6]:
    insort_right(out, x)
    insort_left(out, x + 0.5)
print(out)
show(bisect_left, data, 2, -1)
show(bisect_left, data, "a")
show(bisect_left, 5, 1)
show(bisect_left, data)
show(bisect_left, data, 3, 0, 100)
show(bisect_left, data, 3, 0, 3, None)
show(bisect_left, a=data, x=2, lo=0, hi=None, key=None)
show(insort_left, (1, 2), 3)


class Sequence:
    def __init__(self, items):
        self.items = items
        self.asked = []

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        self.asked.append(index)
        return self.items[index]

    def insert(self, index, value):
        self.items.insert(index, value)


s = Sequence([1, 3, 5, 7])
print(bisect_left(s, 4), s.asked)
insort_right(s, 3)
print(s.items)


class Odd(list):
    def __getitem__(self, index):
        return -list.__getitem__(self, index)


print(bisect_left(Odd([5, 3, 1]), -3))
keys = list(range(0, 3000, 3))
print(sum(bisect_left(keys, i) + bisect_right(keys, i) for i in range(3000)))
