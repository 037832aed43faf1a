# raise without an expression, and the state of the current exception.
import sys
def reraise():
    try:
        raise ValueError("original")
    except ValueError:
        print("handling", sys.exc_info()[0].__name__)
        raise
try:
    reraise()
except ValueError as error:
    print(error, error.__context__)
print(sys.exc_info())
try:
    raise
except RuntimeError as error:
    print(error)
def nested():
    try:
        raise ValueError("outer")
    except ValueError:
        try:
            raise KeyError("inner")
        except KeyError:
            print(sys.exception().args)
        print(sys.exception().args)
        raise
try:
    nested()
except ValueError as error:
    print("back", error)
def generator():
    try:
        yield sys.exception()
    except ZeroDivisionError as error:
        yield repr(error)
    yield sys.exception()
g = generator()
try:
    raise ValueError("caller")
except ValueError:
    print(next(g), g.throw(ZeroDivisionError("thrown")), next(g))
