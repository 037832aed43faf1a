a, *b, c = 1, 2, 3, 4
print(a, b, c)
*a, b = "xy"
[a, [b, *c]], d = [1, (2, 3)], 4
print(a, b, c, d)
(a,) = [5]
[] = ()
() = []
a, b = b, a
print(a, b)
x = [0, 1, 2]
i = 0
i, x[i] = 2, "set"
print(i, x)
(x[0], x[1]), *x[2:] = (7, 8), 9, 10
print(x)
for a, *b in [(1, 2, 3), "pq", [4]]:
    print(a, b)
for action in (
    "a, b = 1,",
    "a, b = 1, 2, 3",
    "a, *b, c = 1,",
    "a, b = 5",
    "a, b = None",
    "a, b = {1}",
    "a, b = iter([1])",
    "*a, = 5",
    "a, b, c = 'ab'",
    "a, *b, c, d = [1, 2]",
    "[a, b] = range(5)",
    "(a, b), c = 1, 2",
):
    try:
        exec(action)
    except (TypeError, ValueError) as error:
        print(action, "->", error)


def infinite():
    n = 0
    while True:
        yield n
        n += 1


try:
    a, b = infinite()
except ValueError as error:
    print(error)
