# Asynchronous generators that go on after GeneratorExit, or await while they are closed.
import types


@types.coroutine
def pause(value):
    return (yield value)


def run(awaitable):
    seen = []
    try:
        while True:
            seen.append(awaitable.send(None))
    except BaseException as error:
        return seen, repr(error)


async def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


async def slow():
    try:
        yield 1
    finally:
        await pause("cleaning")
        print("clean")


async def fails():
    try:
        yield 1
    finally:
        raise KeyError("cleanup")


async def stops(kind):
    yield 1
    raise kind("from inside")


async def returns_on_exit():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit seen")
        return


for make in (stubborn, slow, fails, returns_on_exit):
    g = make()
    print(make.__name__, run(g.asend(None)))
    print(run(g.aclose()))
    print(run(g.asend(None)))
    print(run(g.aclose()))

for kind in (StopIteration, StopAsyncIteration, ValueError, GeneratorExit):
    g = stops(kind)
    print(run(g.asend(None)))
    step = g.asend(None)
    try:
        step.send(None)
    except BaseException as error:
        print(repr(error), "cause:", repr(error.__cause__))
    print(run(g.asend(None)))

g = slow()
print(run(g.asend(None)))
closing = g.aclose()
print(closing.send(None))
print(run(g.asend(None)))
try:
    closing.throw(ValueError("in cleanup"))
except ValueError as error:
    print("raised", error)
print(run(g.asend(None)))

g = slow()
print(run(g.asend(None)))
throwing = g.athrow(LookupError("thrown"))
print(throwing.send(None))
print(run(throwing))
print(run(g.athrow(LookupError)))

g = slow()
print(run(g.asend(None)))
print(run(g.athrow(GeneratorExit)))
print(run(g.asend(None)))
