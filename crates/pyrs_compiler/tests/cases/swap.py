def f(a, b):
    a, b = b, a
    a, b = b, a + b
    c = d = a
    (e, f), *g = c
    h, i = 0, 1
    return e, f, g, d, h, i
