# Abstract base classes: registration, hooks, caches, abstract methods, pattern matching.
import abc
import collections.abc as c


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


class A(abc.ABC):
    @abc.abstractmethod
    def f(self): ...

    @property
    @abc.abstractmethod
    def p(self): ...

    def g(self):
        return "g"


class B(A):
    def f(self):
        return "f"


class C(B):
    p = 1


print(sorted(A.__abstractmethods__), sorted(B.__abstractmethods__), C.__abstractmethods__)
t(A)
t(B)
print(C().f(), C().g())


class R:
    pass


print(isinstance(R(), A), issubclass(R, A))
print(A.register(R) is R, isinstance(R(), A), issubclass(R, A), issubclass(R, B))
t(lambda: A.register(5))
t(lambda: C.register(A))
t(lambda: issubclass(5, A))
print(abc.get_cache_token() > 0)


class Hook(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        if other.__name__ == "bad":
            return 5
        if cls is Hook and other.__name__.startswith("H"):
            return True
        return NotImplemented


class Happy:
    pass


class Sad:
    pass


print([issubclass(x, Hook) for x in (Happy, Sad, Happy, Sad, int)])
t(lambda: issubclass(type("bad", (), {}), Hook))


class Fake:
    @property
    def __class__(self):
        return C


print(isinstance(Fake(), A), isinstance(5, A))
for x in ([], (), "", b"", {}, set(), range(3), 5, iter([]), (i for i in []), len, dict().keys(), memoryview(b"")):
    names = ["Sequence", "MutableSequence", "Mapping", "Set", "Iterable", "Iterator", "Generator", "Hashable", "Sized",
             "Container", "Callable", "Collection", "Reversible", "KeysView"]
    print(type(x).__name__, [n for n in names if isinstance(x, getattr(c, n))])


class Seq(c.Sequence):
    def __init__(self, *items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


class Map(c.Mapping):
    def __getitem__(self, key):
        return key * 2

    def __iter__(self):
        return iter("ab")

    def __len__(self):
        return 2


class Virtual:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return ["x", "y"][i]


def kind(x):
    match x:
        case [a, b]:
            return "sequence", a, b
        case {"a": v}:
            return "mapping", v
        case _:
            return "other"


print(kind(Seq(1, 2)), kind(Map()), kind(Virtual()))
c.Sequence.register(Virtual)
print(kind(Virtual()))
print(list(Seq(3, 1, 2)), 3 in Seq(3, 1), Seq(1, 2, 1).count(1), list(reversed(Seq(1, 2))), dict(Map()), Map() == {"a": "aa", "b": "bb"})
