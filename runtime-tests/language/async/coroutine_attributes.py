# What coroutines say of themselves, and what misuse of them raises.
import types


@types.coroutine
def pause(value):
    return (yield value)


async def inner():
    return await pause(1)


async def outer():
    return await inner()


c = outer()
print(type(c).__name__, c.__name__, c.__qualname__, c.cr_running, c.cr_suspended, c.cr_await, c.cr_origin)
print(c.cr_code is outer.__code__, c.cr_frame.f_code is outer.__code__)
c.send(None)
print(c.cr_suspended, type(c.cr_await).__name__, type(c.cr_await.cr_await).__name__)
waiting = c.cr_await


async def second():
    await waiting


try:
    second().send(None)
except RuntimeError as error:
    print(error)
try:
    c.send("result")
except StopIteration as stop:
    print(stop.value)
for action in (lambda: c.send(None), lambda: c.throw(ValueError), lambda: outer().send(1)):
    try:
        action()
    except (RuntimeError, TypeError) as error:
        print(type(error).__name__, error)
print(c.close(), c.cr_frame, c.cr_await)
w = outer().__await__()
print(type(w).__name__, iter(w) is w, next(w))
try:
    w.throw(KeyError("x"))
except KeyError as error:
    print(repr(error))


async def raises():
    raise StopIteration(3)


try:
    raises().send(None)
except RuntimeError as error:
    print(error, repr(error.__cause__))

recursive = None


async def runs_itself():
    recursive.send(None)


recursive = runs_itself()
try:
    recursive.send(None)
except ValueError as error:
    print(error)


async def agen():
    step.send(None)
    yield 1


g = agen()
step = g.asend(None)
try:
    step.send(None)
except (ValueError, RuntimeError) as error:
    print(type(error).__name__, error)


async def stubborn():
    try:
        await pause(1)
    except GeneratorExit:
        await pause(2)


c = stubborn()
c.send(None)
try:
    c.close()
except RuntimeError as error:
    print(error)
try:
    for x in outer():
        pass
except TypeError as error:
    print(error)
