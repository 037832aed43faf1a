class Awaitable:
    def __init__(self, result):
        self.result = result

    def __await__(self):
        got = yield "suspended"
        print("resumed with", got)
        return self.result


class NotIterator:
    def __await__(self):
        return [1]


class Coroutine:
    def __await__(self):
        return main(Awaitable(1))


async def main(x):
    return await x


c = main(Awaitable("done"))
print(c.send(None))
try:
    c.send("value")
except StopIteration as stop:
    print(stop.value)
for wrong in 1, "text", [1], NotIterator(), Coroutine(), iter([]), print:
    coroutine = main(wrong)
    try:
        coroutine.send(None)
    except TypeError as error:
        print(error)
finished = main(Awaitable(1))
finished.close()
try:
    finished.send(None)
except RuntimeError as error:
    print(error)
started = main(Awaitable(2))
try:
    started.send(1)
except TypeError as error:
    print(error)
started.close()


async def twice():
    inner = main(Awaitable(3))
    await inner
    await inner


t = twice()
t.send(None)
try:
    t.send(None)
except RuntimeError as error:
    print(error)
