try:
    try:
        try:
            raise ValueError("a")
        except ValueError as a:
            first = a
            raise KeyError("b")
    except KeyError as b:
        raise first
except ValueError as error:
    print(repr(error), repr(error.__context__), repr(error.__context__.__context__))

one = ValueError("one")
try:
    raise one
except ValueError:
    try:
        raise one
    except ValueError as again:
        print(again.__context__)


def generator():
    try:
        yield 1
    except KeyError:
        raise ValueError("in generator")


g = generator()
next(g)
try:
    try:
        raise OSError("outside")
    except OSError:
        g.throw(KeyError("thrown"))
except ValueError as error:
    print(repr(error.__context__), repr(error.__context__.__context__))
