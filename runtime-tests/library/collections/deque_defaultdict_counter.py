from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple


def show(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


d = deque([1, 2, 3])
d.append(4)
d.appendleft(0)
print(d, len(d), d[0], d[-1], d[2], 3 in d, d.index(3), d.count(1))
d.rotate(2)
print(d, d.pop(), d.popleft(), d)
d.extend("ab")
d.extendleft("xy")
print(d, d.maxlen, list(reversed(d)))
d.insert(2, "new")
d.remove("x")
del d[0]
d[1] = "set"
print(d, d.copy() == d, d + deque([9]), d * 2, deque("ab", maxlen=3) * 3)
b = deque(range(10), maxlen=3)
b.append(99)
b.appendleft(-1)
print(b, b.maxlen, deque(b, 2), repr(deque([], 0)))
b += [5, 6]
print(b, deque([1, 2]) < deque([1, 3]), deque([1]) == [1], deque() == deque())
for f in (deque().pop, deque().popleft, lambda: deque([1])[5], lambda: deque().remove(1), lambda: deque([1]).index(2), lambda: deque(maxlen=-1), lambda: deque([1], 1, 2), lambda: deque([1] * 3, 3).insert(0, 1), lambda: deque(5)):
    show(f)
d = deque([1, 2, 3])
try:
    for x in d:
        d.append(x)
except RuntimeError as error:
    print(error)
d.clear()
d.append(d)
print(d)
d = deque()
total = 0
for i in range(5000):
    d.append(i)
    if len(d) > 50:
        total += d.popleft()
    d.rotate(i % 3)
print(total, sum(d), len(d))

dd = defaultdict(list, {"z": [0]}, y=[1])
dd["a"].append(1)
dd["a"].append(2)
print(dd, dd.default_factory, dd.get("no"), "no" in dd, dict(dd))
print(defaultdict(int) | {"a": 1}, defaultdict(None, a=1), dd.copy() == dd, type(dd.copy()))
show(lambda: defaultdict(None)["x"])
show(lambda: defaultdict(5))
counts = defaultdict(int)
for c in "mississippi":
    counts[c] += 1
print(sorted(counts.items()), defaultdict(lambda: 7)["q"])
nested = defaultdict(lambda: defaultdict(int))
nested["a"]["b"] += 3
print(nested["a"]["b"], len(nested))

c = Counter("mississippi")
print(c, c.most_common(2), c["z"], sorted(c.elements()), c.total())
c.update("miss")
c.subtract({"i": 10})
print(c, +c, -c, c & Counter("sss"), c | Counter("zz"), Counter(a=1) + Counter(a=2, b=1), Counter(a=3) - Counter(a=1))
print(Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter([1, 2, 1, 3]).most_common(), Counter())
del c["nothing"]
show(lambda: Counter(1))

od = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
od.move_to_end("a")
print(od, list(od), od.popitem(last=False), od)
od["d"] = 4
od.move_to_end("d", last=False)
print(od, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1) == {"a": 1}, list(reversed(od)), od.copy())
show(lambda: od.move_to_end("missing"))
show(lambda: OrderedDict().popitem())
print(od.pop("d"), od.setdefault("x", 5), od | {"n": 1}, OrderedDict.fromkeys("ab", 0), list(od.items()), list(od.values()))
del od["a"]
od.update(z=1)
print(od, len(od), "z" in od, od.get("no", 3))
od.clear()
print(od)


class LRU(OrderedDict):
    def __getitem__(self, key):
        value = super().__getitem__(key)
        self.move_to_end(key)
        return value


lru = LRU(a=1, b=2)
lru["a"]
print(list(lru))

Point = namedtuple("Point", "x y", defaults=[5])
p = Point(1)
print(p, p.x, p.y, p._replace(x=9), p._asdict(), Point._fields, Point._make([3, 4]), p == (1, 5), *p)
show(lambda: Point())
show(lambda: setattr(p, "x", 1))
show(lambda: namedtuple("Bad", "def x"))
print(namedtuple("R", "def x x", rename=True)._fields, Point.x.__doc__)
chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(chain["a"], chain["b"], dict(chain), chain.new_child({"b": 9})["b"], len(chain))
print(UserDict(a=1), UserList([1, 2]) + [3])
