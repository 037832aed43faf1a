"""Views and iterators of OrderedDict, and changes while they run."""
from collections import OrderedDict

od = OrderedDict(a=1, b=2, c=3)
print(od.keys(), od.values(), od.items())
print(type(od.keys()).__mro__, type(iter(od)), type(reversed(od.items())))
print(list(reversed(od.keys())), list(reversed(od.values())), list(reversed(od.items())))
print(od.keys() & {"a", "z"}, od.items() - {("a", 1), ("b", 2)}, "a" in od.keys(), ("a", 1) in od.items(), 3 in od.values())
print(od.keys() == {"a", "b", "c"}, od.keys().isdisjoint("xy"), od.keys().mapping["a"], len(od.items()))
print({}.keys(), {1: 2}.values(), {1: 2}.items(), dict(od).keys() == od.keys(), type({}.keys()))
iterator = iter(od.items())
next(iterator)
print(iterator.__reduce__()[1], next(iterator))


def during(change):
    od = OrderedDict.fromkeys("abcd")
    iterator = iter(od.items())
    next(iterator)
    try:
        change(od)
        print(next(iterator))
    except RuntimeError as error:
        print(error)


during(lambda od: od.pop("d"))
during(lambda od: od.__setitem__("a", 1))
during(lambda od: od.__setitem__("z", 1))
during(lambda od: od.move_to_end("a"))
during(lambda od: od.move_to_end("d", last=False))
during(lambda od: od.clear())


class Key:
    def __init__(self, action=None):
        self.action = action

    def __hash__(self):
        return 1

    def __eq__(self, other):
        if self.action:
            self.action()
        return True


left = OrderedDict()
left[Key(lambda: left.clear())] = 1
left[2] = 2
try:
    print(left == OrderedDict([(Key(), 1), (2, 2)]))
except RuntimeError as error:
    print(error)
