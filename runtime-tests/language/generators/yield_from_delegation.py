class Iter:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"


class Full(Iter):
    def send(self, value):
        return ("send", value)

    def throw(self, *args):
        return ("throw", args)

    def close(self):
        print("close")


def delegate(x):
    result = yield from x
    print("result", result)


g = delegate(Full())
print(next(g), g.send(1), g.send(None), g.throw(ValueError("v")))
g.close()
g = delegate(Iter())
next(g)
try:
    g.send(1)
except AttributeError as error:
    print(error)
g = delegate(Iter())
next(g)
try:
    g.throw(KeyError("k"))
except KeyError as error:
    print(repr(error))
for wrong in 3, None:
    try:
        next(delegate(wrong))
    except TypeError as error:
        print(error)


def inner():
    try:
        yield 1
    except GeneratorExit:
        print("inner closed")
        raise
    return "never"


g = delegate(inner())
next(g)
g.close()
print(list(delegate("ab")))
