# Values sent in become the value of yield.
def average():
    total = count = 0
    result = None
    while True:
        value = yield result
        if value is None:
            return total
        total += value
        count += 1
        result = total / count
g = average()
print(next(g), g.send(10), g.send(20), g.send(3))
try:
    g.send(None)
except StopIteration as stop:
    print(stop.value)
def echo():
    got = yield "first"
    while got != "stop":
        got = yield got * 2
    yield "last"
g = echo()
try:
    g.send("too early")
except TypeError as error:
    print(error)
print(next(g), g.send(4), g.send("x"), g.send("stop"), next(g, "done"))
def expressions():
    x = [(yield 1), (yield 2)]
    print((yield x) + (yield "more"))
g = expressions()
print(next(g), g.send("a"), g.send("b"), g.send(1), None)
try:
    g.send(2)
except StopIteration:
    print("end")
