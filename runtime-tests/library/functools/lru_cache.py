import functools
from functools import cache, lru_cache


@lru_cache(maxsize=3)
def square(x):
    print("computing", x)
    return x * x


for x in [1, 2, 1, 3, 4, 2, 1, 1]:
    print(square(x))
print(square.cache_info(), square.cache_parameters(), square.__name__, square.__wrapped__(5))
square.cache_clear()
print(square.cache_info(), square(9), square.cache_info())


@cache
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


print(fibonacci(150), fibonacci.cache_info())


@lru_cache(maxsize=None, typed=True)
def typed(a, b=0):
    return type(a).__name__, type(b).__name__


print(typed(1), typed(1.0), typed(True), typed(1, b=2), typed(1, 2), typed(a=1), typed.cache_info())


@lru_cache
def untyped(a, b=0):
    return (a, b)


print(untyped(1), untyped(1.0), untyped(True), untyped("1"), untyped((1,)), untyped(1, b=0), untyped(b=0, a=1))
print(untyped.cache_info())


@lru_cache(maxsize=0)
def never(x):
    return x


print(never(1), never(1), never.cache_info())


@lru_cache(maxsize=2)
def fails(x):
    raise KeyError(x)


for _ in range(2):
    try:
        fails(1)
    except KeyError as error:
        print("KeyError", error, fails.cache_info())
try:
    square([])
except TypeError as error:
    print(error)
try:
    lru_cache(maxsize="a")(len)
except TypeError as error:
    print(error)


class Thing:
    def __init__(self, n):
        self.n = n

    @lru_cache(maxsize=10)
    def double(self, k):
        return self.n * k

    @functools.cached_property
    def lazy(self):
        print("once")
        return self.n + 1


thing = Thing(4)
print(thing.double(3), thing.double(3), Thing.double.cache_info(), thing.lazy, thing.lazy)


class Odd:
    def __init__(self, k):
        self.k = k

    def __hash__(self):
        return hash(self.k)

    def __eq__(self, other):
        return isinstance(other, Odd) and self.k == other.k


@lru_cache(maxsize=50)
def of_objects(a, b):
    return a.k + b


total = 0
for i in range(4000):
    total += of_objects(Odd(i * 7 % 61), i % 3)
print(total, of_objects.cache_info())


@lru_cache(maxsize=4)
def recursive(n):
    return 0 if n == 0 else 1 + recursive(n - 1)


print(recursive(30), recursive.cache_info())


@functools.singledispatch
def kind(x):
    return "object"


@kind.register(int)
def _(x):
    return "int"


@kind.register(list)
def _(x):
    return "list"


print(kind(1), kind([]), kind("a"), kind(True))


@functools.total_ordering
class Version:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print(Version(1) <= Version(2), Version(2) >= Version(3), Version(3) > Version(2))
