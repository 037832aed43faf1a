import types


@types.coroutine
def old():
    got = yield 1
    return got


async def new():
    return await old()


c = new()
print(c.send(None), c.cr_await.__name__)
try:
    c.send("sent")
except StopIteration as stop:
    print(stop.value)
print(bool(old.__code__.co_flags & 0x100), bool(new.__code__.co_flags & 0x80))


def plain_generator():
    yield 1


async def wrong():
    await plain_generator()


try:
    wrong().send(None)
except TypeError as error:
    print(error)
