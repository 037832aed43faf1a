def f(a, *args, **kw):
    g(a, 1)
    g(a, k=2)
    a.m(1)
    a.b.m(x=1)
    g(*args)
    g(a, *args, k=1, **kw)
    return g(g(a))
