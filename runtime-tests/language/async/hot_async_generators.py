# Asynchronous generators and what drives them, often enough to be compiled.
import types


@types.coroutine
def pause(value):
    yield value


def run(coroutine):
    pauses = 0
    while True:
        try:
            coroutine.send(None)
            pauses += 1
        except StopIteration as stop:
            return stop.value, pauses


async def numbers(n):
    for i in range(n):
        if i % 7 == 0:
            await pause(i)
        yield i


async def squares(source):
    async for x in source:
        yield x * x


async def even(source):
    async for x in source:
        if x % 2 == 0:
            yield x


async def total(n):
    out = 0
    async for x in even(squares(numbers(n))):
        out += x
    return out


async def mixed(n):
    out = 0
    for i in range(n):
        out += sum([x async for x in numbers(i % 5)])
        try:
            async for x in failing(i % 3):
                out += x
        except ValueError as error:
            out += len(str(error))
    return out


async def failing(n):
    yield n
    if n == 2:
        raise ValueError("two")
    yield n * 1.5


print(run(total(500)))
print(run(mixed(150)))


async def tree(depth):
    if depth:
        async for x in tree(depth - 1):
            yield x
        yield depth
        async for x in tree(depth - 1):
            yield x


async def collect(depth):
    return [x async for x in tree(depth)]


print(run(collect(5)))
