# min and max: keys, defaults, several arguments, errors.
print(max(1, 2), min("b", "a"), max([3, 1]), max([], default=5), min((), default=None), max("ab", "c", key=len), max([1, 2.0, True]), min([1, True, 1.0]), max({1: 0, 5: 0}), min([[2], [1, 9]]), max("a", key=None))
nan = float("nan"); print(max(nan, 1), max(1, nan), min(nan, 1), min(1, nan))
for f in (lambda: max(), lambda: min([]), lambda: max(5), lambda: max(1, "a"), lambda: max(1, 2, default=3), lambda: max([1], key=5), lambda: max(1, 2, foo=3), lambda: min(1, None), lambda: max([], key=len), lambda: min(default=1), lambda: max([1, 2], key=lambda: 0), lambda: max(key=len)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
