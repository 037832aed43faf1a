# Coroutines driven by hand, awaiting each other often enough to be compiled.
class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return got


async def leaf(n):
    return n + 1


async def middle(n):
    total = 0
    for i in range(3):
        total += await leaf(n + i)
    return total


async def pausing(n):
    total = 0
    for i in range(n):
        total += await Pause(i)
        total += await middle(i)
    return total


def drive(coroutine):
    steps = 0
    value = None
    while True:
        try:
            value = coroutine.send(value)
            steps += value
        except StopIteration as stop:
            return steps, stop.value


for n in (10, 1000, 1000):
    print(drive(pausing(n)))


async def failing(n):
    for i in range(n):
        await Pause(i)
    raise LookupError("after %d" % n)


async def catching(n):
    try:
        await failing(n)
    except LookupError as error:
        return str(error)


print(drive(catching(1500)))


async def twice():
    c = leaf(1)
    first = await c
    try:
        await c
    except RuntimeError as error:
        return first, str(error)


for _ in range(400):
    result = drive(twice())
print(result)


async def closing(log):
    try:
        while True:
            await Pause(1)
    finally:
        log.append("closed")


def close(n):
    log = []
    c = closing(log)
    for _ in range(n):
        c.send(None)
    c.close()
    return log, c.cr_running, c.cr_frame


print(close(1500))
