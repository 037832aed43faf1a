def outer():
    yield from inner()


def inner():
    x = yield 1


g = outer()
print(g.gi_running, g.gi_suspended, g.gi_yieldfrom, g.gi_frame.f_lineno, g.gi_code is outer.__code__)
next(g)
print(g.gi_running, g.gi_suspended, g.gi_yieldfrom.__name__, g.gi_frame.f_lineno)
print(g.__name__, g.__qualname__)
g.__name__ = "renamed"
print(g.__name__)
try:
    g.__name__ = 3
except TypeError as error:
    print(error)
for name in "gi_running", "gi_frame", "gi_code", "gi_yieldfrom":
    try:
        setattr(g, name, None)
    except AttributeError as error:
        print(name, "read only")
g.close()
print(g.gi_frame, g.gi_suspended, g.gi_yieldfrom)


def running():
    try:
        next(me)
    except ValueError as error:
        yield str(error)


me = running()
print(next(me))
try:
    inner().send(1)
except TypeError as error:
    print(error)
