# Values sent into generators that run long enough to be compiled, and what they return.
def averager():
    total = 0.0
    count = 0
    average = None
    while True:
        value = yield average
        if value is None:
            return total, count
        total += value
        count += 1
        average = total / count


def drive(n):
    g = averager()
    next(g)
    for i in range(n):
        got = g.send(i)
    try:
        g.send(None)
    except StopIteration as stop:
        return got, stop.value


for _ in range(5):
    print(drive(3000))


def echo():
    got = yield "first"
    while got != "stop":
        got = yield got
    return "done"


def delegating():
    result = yield from echo()
    yield ("result", result)
    other = yield from [1, 2]
    yield ("list", other)
    return 7


def whole(n):
    log = []
    for i in range(n):
        g = delegating()
        part = [next(g), g.send(i), g.send(None), g.send("stop")]
        part.extend(g)
        log = part
    return log


print(whole(2500))


def first_send():
    g = averager()
    try:
        g.send(1)
    except TypeError as error:
        return str(error)


for _ in range(300):
    text = first_send()
print(text)


def returning(n):
    for i in range(n):
        yield i
    return n * 2


def collect(n):
    total = 0
    for i in range(n):
        total += yield from returning(3)
    return total


def run(n):
    items = 0
    g = collect(n)
    while True:
        try:
            items += next(g)
        except StopIteration as stop:
            return items, stop.value


print(run(2000))
g = returning(2)
print(list(g), list(g), next(g, "end"))
