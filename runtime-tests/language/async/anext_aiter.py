# The built-ins aiter and anext, with and without a default, on generators and on classes.
import types


@types.coroutine
def pause(value):
    return (yield value)


def run(awaitable):
    iterator = awaitable.__await__()
    seen = []
    try:
        while True:
            seen.append(next(iterator))
    except BaseException as error:
        return seen, repr(error)


async def items(n):
    for i in range(n):
        await pause("p")
        yield i


class Numbers:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        await pause("q")
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


for source in (items(2), Numbers(2)):
    iterator = aiter(source)
    print(iterator is source)
    print(run(anext(iterator)))
    print(run(anext(iterator, "default")))
    print(run(anext(iterator, "default")))
    print(run(anext(iterator)))

for wrong in (lambda: aiter([]), lambda: anext([]), lambda: anext(5, 1)):
    try:
        wrong()
    except TypeError as error:
        print(error)


async def main():
    source = items(3)
    first = await anext(source)
    rest = [x async for x in source]
    return first, rest, await anext(source, None)


print(run(main()))

waiting = anext(items(1), 7)
print(waiting.send(None))
try:
    waiting.throw(KeyError("thrown"))
except KeyError as error:
    print(repr(error))
waiting = anext(items(0), 7)
try:
    waiting.send(None)
except StopIteration as stop:
    print(stop.value)
