# Hooks of asynchronous generators by sys.set_asyncgen_hooks, before the first step and for generators that die unfinished.
import gc
import sys

seen = []


async def g():
    try:
        yield 1
        yield 2
    finally:
        seen.append("finally")


def step(awaitable):
    try:
        awaitable.send(None)
    except StopIteration as stop:
        return stop.value
    except StopAsyncIteration:
        return "end"


print(sys.get_asyncgen_hooks())
print(type(sys.get_asyncgen_hooks()).__name__)
for arguments in ({"firstiter": 1}, {"finalizer": "x"}):
    try:
        sys.set_asyncgen_hooks(**arguments)
    except TypeError as error:
        print(error)

firsts = []
finals = []
sys.set_asyncgen_hooks(firstiter=lambda agen: firsts.append(agen.__name__))
sys.set_asyncgen_hooks(finalizer=lambda agen: finals.append(agen.__name__))
print(callable(sys.get_asyncgen_hooks().firstiter), callable(sys.get_asyncgen_hooks()[1]))

x = g()
print(firsts)
a = x.asend(None)
print(firsts)
print(step(a), step(x.asend(None)), step(x.asend(None)))
print(firsts, finals, seen)

y = g()
y.aclose().close()
print(firsts)


def leave_some(n):
    for i in range(n):
        z = g()
        step(z.asend(None))


leave_some(20)
gc.collect()
print(len(finals) > 10, set(finals))


def failing(agen):
    raise ValueError("hook")


sys.set_asyncgen_hooks(firstiter=failing, finalizer=None)
w = g()
try:
    w.asend(None)
except ValueError as error:
    print("raised", error)
print(step(w.asend(None)))
sys.set_asyncgen_hooks(None, None)
print(sys.get_asyncgen_hooks())
