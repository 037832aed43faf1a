# Extended slices take exactly as many; others anything iterable.
def t(ix, v):
    a = list(range(6))
    try:
        a[ix] = v
        return a
    except Exception as e:
        return type(e).__name__, str(e)
for ix, v in ((slice(0, 2), "xyz"), (slice(0, 2), ()), (slice(0, 2), 5), (slice(None, None, 2), [1, 2]), (slice(None, None, 2), "abc"), (slice(4, 1), ["in"]), (slice(None, None, -1), range(6)), (slice(100, 200), [7]), (slice(-100, 1), {1: 2}), (slice(5, 0, -2), ()), (slice(None, None, 0), []), ("a", 1), (6, 1), (-7, 1), (1.0, 1), (slice(0, 1), None), (slice(1, 1, 5), [])):
    print(ix, t(ix, v))
def d(ix):
    a = list(range(8))
    try:
        del a[ix]
        return a
    except Exception as e:
        return type(e).__name__, str(e)
print([d(ix) for ix in (0, -1, 8, slice(2, 5), slice(None, None, 3), slice(None, None, -2), slice(5, 2), slice(6, 1, -4), "a", slice("a"))])
