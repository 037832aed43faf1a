def f(a, i):
    a[i] = a[i + 1]
    a[0] += 2
    del a[i], a.x
    a.y += 1
    return a[1:2], a[i:], a[::i], a[1, 2]
