# The awaitables of asynchronous generators, driven by hand: items, ends, reuse.
import types


@types.coroutine
def pause(value):
    return (yield value)


def run(awaitable):
    seen = []
    try:
        value = None
        while True:
            seen.append(awaitable.send(value))
            value = "answer to %r" % (seen[-1],)
    except BaseException as error:
        return seen, repr(error)


async def items(n):
    try:
        for i in range(n):
            got = await pause(("before", i))
            print("  got", got)
            sent = yield i
            print("  sent", sent)
    except ValueError as error:
        print("  caught", error)
        yield "after error"
    finally:
        print("  finally")


g = items(3)
print(type(g).__name__, g.__name__, g.ag_running, g.ag_suspended, g.ag_await, g.ag_code is items.__code__)
print(run(g.asend(None)))
print(g.ag_running, g.ag_suspended, g.ag_await, g.ag_frame is not None)
print(run(g.asend("hello")))
print(run(g.athrow(ValueError("thrown"))))
print(run(g.asend(None)))
print(run(g.asend(None)))
print(run(g.__anext__()))
print(run(g.aclose()), run(g.athrow(KeyError)))
print(g.ag_frame, g.ag_running, g.ag_suspended)

g = items(3)
print(run(g.asend("too early")))
first = g.asend(None)
print(first.send(None))
print(g.ag_running, g.ag_await is not None)
print(run(g.asend(None)))
print(run(g.aclose()))
print(run(g.athrow(ValueError)))
print(run(first))
print(run(first))
try:
    first.throw(ValueError)
except RuntimeError as error:
    print(error)
print(first.close())
print(run(g.aclose()))
again = g.aclose()
print(run(again), run(again))

g = items(1)
closing = g.aclose()
print(run(closing))
print(run(g.asend(None)), run(g.asend(None)))

g = items(2)
step = g.asend(None)
print(step.send(None))
print(step.close())
print(run(g.asend(None)))
