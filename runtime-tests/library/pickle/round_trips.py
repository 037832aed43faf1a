import copyreg
import gc
import io
import pickle
from _pickle import PickleBuffer, Pickler, PicklingError, Unpickler, UnpicklingError, dumps, loads


class Plain:
    def __init__(self, **fields):
        self.__dict__.update(fields)

    def __eq__(self, other):
        return vars(self) == vars(other)


class Slotted:
    __slots__ = "a", "b"


class Stateful:
    def __getstate__(self):
        return "state"

    def __setstate__(self, state):
        self.state = state


class NewArgs(int):
    def __new__(cls, value, *, base=1):
        return super().__new__(cls, value * base)

    def __getnewargs_ex__(self):
        return (int(self),), {"base": 1}


class List(list):
    pass


class Reduced:
    def __init__(self, value):
        self.value = value

    def __reduce__(self):
        return Reduced, (self.value,)


class Nested:
    class Inner:
        pass


def function():
    pass


slotted = Slotted()
slotted.a = 1
listing = List([1, 2, 3])
listing.extra = "e"
things = [
    None, True, False, 0, 1, 255, 256, 65535, 65536, -1, -128, -129, 2**31 - 1, -2**31, 2**31, -2**63, 2**63, 2**2000, -2**2047, 0.5,
    -0.0, 1e300, float("inf"), 3 + 4j, "", "a", "\u20ac\n\\", "\U0001f600", "\udc80", "x" * 300, b"", b"a\xff", b"y" * 300,
    bytearray(b"abc"), bytearray(), (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {"a": 1}, {1: 2, "b": [3]},
    set(), {1, 2}, frozenset(), frozenset([3]), Ellipsis, NotImplemented, int, Plain, Nested.Inner, function, len, dict,
    range(3), slice(1, 2, None), Plain(), Plain(a=1), Plain(a=1, b=[2]), slotted, Stateful(), NewArgs(7), listing, Reduced("v"),
    ValueError("x", 1), type(None), list(range(1200)), dict.fromkeys(range(1100)), set(range(1001)),
]
for protocol in range(6):
    lengths = []
    for thing in things:
        if type(thing) is Slotted and protocol < 2:
            continue
        data = dumps(thing, protocol)
        again = loads(data)
        lengths.append(len(data))
        same = again == thing or repr(again) == repr(thing) or type(again) is type(thing)
        if not same or type(again) is not type(thing):
            print("different", protocol, thing, again)
    print(protocol, sum(lengths), lengths[:50])

loop = [1]
loop.append(loop)
loop.append({"loop": loop})
tuples = ([],)
tuples[0].append(tuples)
shared = ["s"]
for protocol in range(6):
    a = loads(dumps(loop, protocol))
    b = loads(dumps(tuples, protocol))
    c = loads(dumps([shared, shared], protocol))
    print(a[1] is a, a[2]["loop"] is a, b[0][0] is b, c[0] is c[1])

deep = []
for _ in range(50000):
    deep = [deep]
try:
    dumps(deep)
    print("dumped")
except RecursionError:
    print("RecursionError")
del deep


class Persistent(Pickler):
    def persistent_id(self, obj):
        return "plain" if isinstance(obj, Plain) else None

    def reducer_override(self, obj):
        if obj is function:
            return str, ("a function",)
        return NotImplemented


class Loading(Unpickler):
    def persistent_load(self, identity):
        return "loaded " + identity

    def find_class(self, module, name):
        return super().find_class(module, name) if name != "Reduced" else list


for protocol in range(6):
    file = io.BytesIO()
    pickler = Persistent(file, protocol)
    pickler.dump([Plain(), function, Reduced("abc")])
    pickler.dump([Plain(), 2])
    file.write(b"tail")
    file.seek(0)
    unpickler = Loading(file)
    print(protocol, unpickler.load(), unpickler.load(), file.read())

table = copyreg.dispatch_table.copy()
table[Reduced] = lambda reduced: (str, (reduced.value + "!",))
file = io.BytesIO()
pickler = Pickler(file)
pickler.dispatch_table = table
pickler.dump(Reduced("t"))
print(loads(file.getvalue()), len(pickler.memo.copy()), type(pickler.memo).__name__)
pickler.clear_memo()
print(pickler.memo.copy(), pickler.fast, pickler.bin)
buffers = []
data = dumps([PickleBuffer(b"bytes"), PickleBuffer(bytearray(b"array"))], 5, buffer_callback=buffers.append)
print(data, len(buffers), [bytes(buffer.raw()) for buffer in buffers], loads(data, buffers=[b"one", bytearray(b"two")]))
print(loads(dumps(PickleBuffer(b"in band"), 5)), loads(dumps(PickleBuffer(bytearray(b"in band")), 5)))
big = {"x" * 70000: b"y" * 70000, "k": list(range(3000))}
print(loads(dumps(big, 4)) == big, len(dumps(big, 4)))
file = io.BytesIO()
pickle.dump(big, file)
file.seek(0)
print(pickle.load(file) == big, file.read())
kept = [loads(dumps([Plain(n=n, text="t%d" % n) for n in range(50)])) for _ in range(5)]
gc.collect()
print([sum(one.n for one in part) for part in kept], kept[0][3].text)
for notes in ([1, {"k": (2, lambda: 0)}], Plain(a=[lambda: 1])):
    try:
        dumps(notes)
    except PicklingError as error:
        print(str(error)[:20], error.__notes__)
