# Ranges as sequences.
r = range(2, 20, 3)
print(r, list(r), len(r), r[1], r[-1], r[1:3], r[::-1], r[::2], 8 in r, 9 in r, 8.0 in r, "a" in r, r.index(8), r.count(8), r.count(9), r.start, r.stop, r.step, list(reversed(r)))
print(range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), hash(range(0)) == hash(range(5, 5)), range(5)[2:][1], range(10**20)[-1], len(range(0, 10**18, 10)), bool(range(0)), range(True), range(3, -3, -2)[::-1], repr(range(1, 5, 1)))
for f in (lambda: range(), lambda: range(1.5), lambda: range("a"), lambda: range(1, 2, 0), lambda: range(1, 2, 3, 4), lambda: r[100], lambda: r["a"], lambda: r.index(9), lambda: len(range(10**30)), lambda: r + r, lambda: r < r, lambda: setattr(r, "start", 1), lambda: range(a=1), lambda: r.index("x"), lambda: range(None)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
i = iter(range(3)); print(next(i), list(i), next(i, "end"), i.__length_hint__(), type(i).__name__, iter(range(5)).__length_hint__())
