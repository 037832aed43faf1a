# About enumerate: start, hints, pickling, errors.
import pickle, copy
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("a", start=-1)), list(enumerate(iterable="x", start=2)), list(enumerate("ab", 10**20)), list(enumerate("ab", 2**63 - 1)), list(enumerate("ab", True)))
e = enumerate("abc"); next(e)
print(e.__reduce__()[0].__name__, e.__reduce__()[1][1], list(copy.copy(e)), list(pickle.loads(pickle.dumps(enumerate([1, 2], 3)))), enumerate[int], type(enumerate("")).__name__)
for f in (lambda: enumerate(), lambda: enumerate(5), lambda: enumerate("a", "b"), lambda: enumerate("a", 1.5), lambda: enumerate("a", 1, 2), lambda: enumerate(start=1), lambda: enumerate("a", foo=1), lambda: enumerate("a", None)):
    try: print(f())
    except TypeError as e: print(e)
