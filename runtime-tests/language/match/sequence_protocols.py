import array
import collections


class Seq(collections.abc.Sequence):
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        print("len")
        return len(self.items)

    def __getitem__(self, i):
        print("item", i)
        return self.items[i]


class NotRegistered:
    def __len__(self):
        return 1

    def __getitem__(self, i):
        return 1


class SubStr(str):
    pass


def f(x):
    match x:
        case []:
            return "empty"
        case [a]:
            return "one", a
        case [a, *middle, b]:
            return a, middle, b
    return "no sequence"


for x in (Seq(), Seq(1), Seq(1, 2, 3), NotRegistered(), "s", SubStr("ab"), b"ab", bytearray(b"a"), range(3), array.array("i", [1, 2]), collections.deque([1]), memoryview(b"ab"), {1: 2}, {1}, iter([1]), collections.namedtuple("N", "q")(5), collections.UserList([1, 2])):
    print(f(x))
