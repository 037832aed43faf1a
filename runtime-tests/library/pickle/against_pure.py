# slow
import pickle
from _pickle import dumps, loads


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
        if pickle._loads(data) != again and type(thing) not in (Stateful, Slotted, Reduced, ValueError):
            print("pure differs", protocol, thing)
        if pickle._dumps(thing, protocol) != data and not isinstance(thing, (set, frozenset)):
            print("bytes differ", protocol, str(thing)[:40])
    print(protocol, sum(lengths), lengths[:50])

