import inspect


async def f():
    return 1


c = f()
print(inspect.getcoroutinestate(c), c.cr_running, c.cr_await, c.cr_origin)
for action in (iter, next, list, lambda c: c(), lambda c: c[0], len, lambda c: [*c], lambda c: 1 in c):
    try:
        print(action(c))
    except TypeError as error:
        print(error)
try:
    c.throw(ValueError("thrown"))
except ValueError as error:
    print(repr(error))
print(inspect.getcoroutinestate(c))


def plain():
    yield from f2


f2 = f()
try:
    next(plain())
except TypeError as error:
    print(error)
f2.close()


async def recursive():
    me.send(None)


me = recursive()
try:
    me.send(None)
except ValueError as error:
    print(error)
print("done")
