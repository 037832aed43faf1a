"""Moves, ends, comparison and copies of OrderedDict."""
import pickle
import copy
from collections import OrderedDict

print(OrderedDict.__module__, OrderedDict.__mro__, type(OrderedDict.move_to_end).__name__)
od = OrderedDict.fromkeys("abcde", 0)
for key, last in [("b", True), ("d", False), ("a", False), ("e", True), ("c", False), ("c", False), ("b", False)]:
    od.move_to_end(key, last)
    print("".join(od), "".join(reversed(od)), len(od))
print(od.popitem(), od.popitem(last=False), list(od), od)
od.update([("z", 1)], y=2)
od.move_to_end("y", last=False)
del od["z"]
od["z"] = 3
print(od, od.pop("z"), od.pop("z", "none"), od.setdefault("q", 5), od.setdefault("q", 6))

# Many moves to the front, with deletions and insertions between them.
big = OrderedDict.fromkeys(range(50))
mirror = list(range(50))
for step in range(600):
    key = step * 7 % 50
    if step % 5 == 3 and key in big:
        del big[key]
        mirror.remove(key)
    elif key not in big:
        big[key] = step
        mirror.append(key)
    else:
        last = step % 3 == 0
        big.move_to_end(key, last)
        mirror.remove(key)
        mirror.insert(len(mirror) if last else 0, key)
    if step % 11 == 0 and big:
        big.popitem(last=False)
        mirror.pop(0)
    assert list(big) == mirror and list(reversed(big)) == mirror[::-1], step
print(mirror[:10], all(key in big for key in mirror), 1000 in big)

a, b = OrderedDict(x=1, y=2), OrderedDict(y=2, x=1)
print(a == b, a != b, a == dict(b), dict(a) == b, a == OrderedDict(a), a | {"z": 3}, {"z": 3} | a, a == 5)
a |= [("w", 0)]
print(a, a.copy(), copy.copy(a), copy.deepcopy(a), pickle.loads(pickle.dumps(a)), a.__reduce__()[:4])


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: od.move_to_end("nothing"))
attempt(lambda: OrderedDict().popitem())
attempt(lambda: od.pop("nothing"))
attempt(lambda: OrderedDict(1))
attempt(lambda: OrderedDict({}, {}))
attempt(lambda: OrderedDict([(1, 2, 3)]))
attempt(lambda: od | 5)
attempt(lambda: hash(od))
attempt(lambda: od.move_to_end([]))
od["self"] = od
print(od, OrderedDict(), list(od.items())[:1])
od.clear()
print(od, len(od), vars(od))
