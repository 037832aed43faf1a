def r():
    return 1, *[2, 3]


def y():
    yield 1, *[2]
    x = yield *[3], 4
    return x


print(r())
g = y()
print(next(g), next(g))
try:
    g.send("done")
except StopIteration as stop:
    print(stop.value)


def empty():
    return


print(empty(), (lambda: (yield))().__class__.__name__)
for a, *b in [(1, 2), "xyz"]:
    print(a, b)
for x in 1, *[2], *(3,):
    print(x, end=" ")
print()
