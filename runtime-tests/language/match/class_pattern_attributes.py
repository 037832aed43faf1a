class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class NoArgs:
    z = 1


class BadArgs:
    __match_args__ = ["x"]


class NotStr:
    __match_args__ = (1,)


class Short:
    __match_args__ = ("x",)
    x = 1


def attempt(f):
    try:
        print(f())
    except TypeError as error:
        print(error)


def positional(x):
    match x:
        case P(1, y=2):
            return "1, 2"
        case P(a, b):
            return a, b
        case NoArgs(z=1):
            return "z"
        case int(n) | str(n) | bytes(n) | bool(n):
            return type(x).__name__, n
        case dict(d) | list(d) | set(d) | tuple(d) | float(d):
            return d


for value in P(1, 2), P(3, 4), NoArgs(), 5, "s", True, {}, [1], {2}, (3,), 1.5:
    print(positional(value))


def too_many(x):
    match x:
        case NoArgs(1):
            return "matched"
    return "no"


def bad(x, kind):
    match x:
        case kind(1):
            return "matched"
    return "no"


def twice(x):
    match x:
        case P(1, x=2):
            return "matched"


attempt(lambda: too_many(NoArgs()))
attempt(lambda: bad(BadArgs(), BadArgs))
attempt(lambda: bad(NotStr(), NotStr))
attempt(lambda: bad(1, 3))
attempt(lambda: twice(P(1, 2)))


def three(x):
    match x:
        case Short(1, 2):
            return 1


attempt(lambda: three(Short()))


def int_two(x):
    match x:
        case int(1, 2):
            return 1


attempt(lambda: int_two(1))
