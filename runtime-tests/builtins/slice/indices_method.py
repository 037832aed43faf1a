# slice.indices for all signs, and its errors.
for s in (slice(None), slice(2), slice(1, -1), slice(None, None, -1), slice(-100, 100, 3), slice(100, -100, -3), slice(5, 2), slice(None, 10**30), slice(-10**30, None, 10**30), slice(None, None, -10**30)):
    print(s, s.indices(5), s.indices(0), s.indices(10**20))
class I:
    def __index__(self): return 2
print(slice(I(), None, I()).indices(I()))
for f in (lambda: slice(None).indices(-1), lambda: slice(None).indices("a"), lambda: slice("a").indices(5), lambda: slice(None, None, 0).indices(5), lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(1.5).indices(3), lambda: slice(None).indices(), lambda: slice(stop=1), lambda: setattr(slice(1), "start", 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
