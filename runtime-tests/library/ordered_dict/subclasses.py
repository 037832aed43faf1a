"""Subclasses of OrderedDict that override what stores and fetches."""
import copy
import pickle
from collections import OrderedDict


class Loud(OrderedDict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __getitem__(self, key):
        print("get", key)
        return super().__getitem__(key)

    def __delitem__(self, key):
        print("del", key)
        super().__delitem__(key)


loud = Loud(a=1)
loud.setdefault("b", 2)
loud.pop("a")
loud.popitem()
loud.update(c=3)
print(type(loud.copy()), loud | {"d": 1})
print(Loud.fromkeys("xy"))
loud.move_to_end("c")
print(loud.get("c"), list(loud.items()))
del loud["c"]
loud.clear()
print(loud)


class Counting(OrderedDict):
    def __missing__(self, key):
        return key * 2


counting = Counting()
print(counting["x"], counting.pop("y", 1), counting.setdefault("y", 3), counting)


class Plain(OrderedDict):
    pass


plain = Plain([(2, "two"), (1, "one")])
plain.note = "kept"
plain.move_to_end(2)
for other in (copy.copy(plain), copy.deepcopy(plain), pickle.loads(pickle.dumps(plain))):
    print(other, vars(other), type(other).__name__, other == plain)
print(plain.copy(), vars(plain.copy()), plain.__reduce__()[:3])


class Cache(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def look_up(self, key):
        if key in self:
            self.move_to_end(key)
            return self[key]
        self[key] = key * key
        if len(self) > self.size:
            self.popitem(last=False)
        return self[key]


cache = Cache(3)
print([cache.look_up(key) for key in (1, 2, 3, 1, 4, 1, 5)], list(cache))
