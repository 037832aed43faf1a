def g():
    x = (yield 1) + (yield 2)
    y = [(yield 3), (yield 4)]
    z = {(yield 5): (yield 6)}
    print(x, y, z)
    print("call", (yield 7), sep=(yield 8))
    f = (yield 9) if (yield 10) else (yield 11)
    return f


it = g()
sent = [None, 10, 20, "a", "b", "k", "v", "arg", "|", False, "last"]
got = []
try:
    for value in sent:
        got.append(it.send(value))
    it.send("end")
except StopIteration as stop:
    print(got, stop.value)


def condition():
    while (command := (yield)) != "stop":
        print("command", command)
    return "stopped"


c = condition()
next(c)
c.send("go")
try:
    c.send("stop")
except StopIteration as stop:
    print(stop.value)
