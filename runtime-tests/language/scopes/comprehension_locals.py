def f():
    i = "kept"
    squares = [i * i for i in range(3)]
    return i, squares, sorted(locals())


print(f())
i = "module"
print([i for i in range(2)], i)
print([(i, j) for i in range(2) for j in range(i + 1)], [[i for i in range(j)] for j in range(3)])


def closures():
    return [f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]]


print(closures())


def g():
    [k := v for v in range(4)]
    return k, "v" in locals()


print(g())


class C:
    a = 3
    b = [c for c in range(a)]


print(C.b)


def error():
    try:
        [undefined_thing for _ in [1]]
    except NameError as e:
        return str(e)


print(error())
