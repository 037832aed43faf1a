# async for, async with, asynchronous comprehensions and generator expressions, nested and with else.
import types


@types.coroutine
def pause(value):
    return (yield value)


def run(coroutine):
    pauses = 0
    while True:
        try:
            coroutine.send(None)
            pauses += 1
        except StopIteration as stop:
            return stop.value, pauses


async def count(n):
    for i in range(n):
        await pause(i)
        yield i


class Counter:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        await pause(None)
        return self.n


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        await pause("enter")
        print("enter", self.name)
        return self.name

    async def __aexit__(self, kind, value, traceback):
        await pause("exit")
        print("exit", self.name, kind and kind.__name__, value)
        return self.swallow


async def loops():
    out = []
    async for i in count(4):
        if i == 1:
            continue
        out.append(i)
    else:
        out.append("else")
    async for i in Counter(3):
        async for j in count(2):
            if j:
                break
            out.append((i, j))
        else:
            out.append("no break")
    return out


async def comprehensions():
    a = [i async for i in count(3)]
    b = {i * 2 async for i in count(3) if i}
    c = {i: j async for i in count(2) for j in range(i + 1)}
    d = [[j async for j in count(i)] async for i in count(3)]
    e = (i * i async for i in count(4))
    f = [x async for x in e]
    g = [await one(x) for x in range(3)]
    h = tuple([y async for y in (await one(x) for x in range(3))])
    i = [x for x in [1, 2] if await one(x) > 1]
    return a, sorted(b), c, d, f, g, h, i


async def one(x):
    await pause(x)
    return x + 1


async def managers():
    async with Manager("a") as a, Manager("b") as b:
        print("body", a, b)
    async with Manager("swallows", True):
        raise ValueError("inside")
    try:
        async with Manager("passes on"):
            raise KeyError("inside")
    except KeyError as error:
        print("caught", error)
    for i in range(3):
        async with Manager(i):
            if i == 1:
                break
    return "done"


async def delegate():
    async def inner():
        for i in range(3):
            try:
                yield i
            finally:
                print("left", i)

    agen = inner()
    async for i in agen:
        if i == 1:
            break
    await agen.aclose()
    return [i async for i in agen]


print(run(loops()))
print(run(comprehensions()))
print(run(managers()))
print(run(delegate()))


class Sync:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


async def wrong(kind):
    if kind == 0:
        async for i in [1]:
            pass
    elif kind == 1:
        async with 5:
            pass
    elif kind == 2:
        await 5
    elif kind == 3:
        class NoNext:
            def __aiter__(self):
                return 5
        async for i in NoNext():
            pass
    elif kind == 4:
        class BadNext:
            def __aiter__(self):
                return self

            def __anext__(self):
                return 5
        async for i in BadNext():
            pass
    elif kind == 5:
        class BadAwait:
            def __await__(self):
                return 5
        await BadAwait()
    elif kind == 6:
        async with Sync():
            pass


for kind in range(7):
    try:
        run(wrong(kind))
    except TypeError as error:
        print(error)
