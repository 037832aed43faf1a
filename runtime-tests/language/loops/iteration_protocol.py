class Old:
    def __getitem__(self, i):
        print("getitem", i)
        if i == 2:
            raise IndexError
        return i


class New:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        print("iter")
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration
        return self.n


for x in Old():
    print(x)
for x in New():
    print(x)
else:
    print("else")


class BadIter:
    def __iter__(self):
        return 5


class NoNext:
    def __iter__(self):
        return object()


class Raises:
    def __iter__(self):
        raise KeyError("iter")


for value in BadIter(), NoNext(), Raises(), 5, None, int:
    try:
        for _ in value:
            pass
    except (TypeError, KeyError) as error:
        print(type(error).__name__, error)
items = [1, 2, 3]
for x in items:
    if x == 1:
        items.append(4)
print(items)
d = {1: 1}
try:
    for k in d:
        d[k + 1] = 1
except RuntimeError as error:
    print(error)
for i in (r := range(2)):
    i = 10
print(i, r)
