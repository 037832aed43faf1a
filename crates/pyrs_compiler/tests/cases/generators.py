def f(xs):
    r = yield
    yield r
    v = yield from xs
    return v
