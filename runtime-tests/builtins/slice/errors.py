# What slices refuse.
for f in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice("a").indices(3), lambda: slice(1).indices(-1), lambda: slice(1, 2, 0).indices(3), lambda: slice(1).indices("x"), lambda: slice(1) < 5, lambda: hash(slice([])), lambda: setattr(slice(1), "start", 2), lambda: [1, 2][slice("x")], lambda: slice(a=1), lambda: "abc"[1.5:]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print([1, 2, 3][slice(1, None)], "abc"[slice(-2, None)], slice(1, 2).__repr__(), slice(None, 2**70).indices(5), slice(2**70, None, -1).indices(5))
