# About range: arguments, attributes, big bounds.
for f in (lambda: range(), lambda: range(1, 2, 3, 4), lambda: range(1, 2, 0), lambda: range("a"), lambda: range(1.5), lambda: range(None), lambda: range(5)[5], lambda: range(5)["a"], lambda: range(5).index(9), lambda: range(5).index("a"), lambda: range(stop=5), lambda: len(range(10**30)), lambda: range(5).count(9), lambda: range(5) + range(2), lambda: range(5) < range(6), lambda: range(5)[10**30], lambda: setattr(range(5), "start", 1), lambda: type("R", (range,), {}), lambda: range(5)[1.0] if False else None, lambda: range(10)[::0]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
r = range(10**20, 10**20 + 10, 3)
print(r, len(r), r[-1], r[1:], 10**20 + 3 in r, r.index(10**20 + 6), list(r)[:2], r.start, r.stop, r.step, bool(range(0)), r[::-1], range(True, 3))
