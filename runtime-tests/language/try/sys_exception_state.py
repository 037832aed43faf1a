# What sys.exception() is in and after handlers, generators and calls.
import sys
def cur():
    return repr(sys.exception())
def gen():
    yield cur()
    try:
        raise KeyError("in gen")
    except KeyError:
        yield cur()
    yield cur()
print(cur())
try:
    raise ValueError("outer")
except ValueError:
    print(cur())
    g = gen()
    print(next(g), next(g), cur())
    try:
        raise TypeError("inner")
    except TypeError:
        print(cur())
    print(cur())
    print(sys.exc_info()[0].__name__)
print(cur(), sys.exc_info())
