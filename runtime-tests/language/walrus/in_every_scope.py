def f():
    if (n := 5) > 3:
        pass
    [m := i for i in range(3)]
    return n, m, [y := 1, y + 1, y**2]


print(f())
print((x := 1, x + 1), [z := 2, z], {(k := "a"): (v := 1)}, k, v)
while (count := len("abc") - 1) > 5:
    pass
print(count, (lambda: (q := 7) + q)())
total = 0
print([total := total + i for i in range(4)], total)


def g(a=(b := 3)):
    return a


print(g(), b)


class C:
    n = (inner := 4) + 1


print(C.inner, C.n)
print(any((witness := w) > 2 for w in [1, 2, 3, 4]), witness)


def h():
    global made
    [made := j for j in range(2)]


h()
print(made)
print(f"{(s := 'text')!r} {s}", (t := "abc")[(u := 1)], u)


def outer():
    n = 0

    def inner():
        nonlocal n
        (n := n + 1)
        [n := n + 1 for _ in range(2)]

    inner()
    return n


print(outer())
