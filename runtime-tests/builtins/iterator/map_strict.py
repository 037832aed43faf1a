# map over several iterables, strict, errors in the function.
print(list(map(str, [1, 2])), list(map(lambda *a: a, "ab", [1, 2, 3], (x for x in "q"))), list(map(pow, [2, 3], [3, 2], strict=True)), list(map(None.__class__, [])))
for args in (("ab", "c"), ("a", "bc"), ("ab", "cd", "e")):
    try: list(map(lambda *a: a, *args, strict=True))
    except ValueError as e: print(e)
for f in (lambda: map(), lambda: map(str), lambda: map(str, 5), lambda: list(map(5, "a")), lambda: list(map(lambda: 0, "a")), lambda: list(map(str, "a", foo=1)), lambda: list(map(int, ["1", "x"])), lambda: next(map(str, []))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
m = map(abs, [-1, 2]); print(m.__reduce__()[0].__name__, m.__reduce__()[1][0].__name__, next(m), list(m), iter(m) is m)
