log = []


def note(name):
    log.append("evaluated " + name)

    def decorate(f):
        log.append("applied " + name)
        return f

    return decorate


@note("outer")
@note("inner")
def f(a=log.append("default")):
    return "result"


print(log, f())
decorators = [note("listed"), {"k": note("in a dict")}]


@decorators[0]
@decorators[1]["k"]
@(lambda g: g)
@(note("a") if log else note("b"))
@(kept := note("walrus"))
def g(): ...


print(log[-6:], kept is not None)


@str
class C: ...


print(type(C).__name__, C.startswith("<class"))




@bool
def true(): ...


print(true)
try:

    @5
    def j(): ...

except TypeError as error:
    print(error)


@classmethod
def k(cls): ...


print(type(k).__name__)
