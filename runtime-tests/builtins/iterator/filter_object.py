# filter with None, functions, odd truth values.
print(list(filter(None, [0, 1, "", "a", [], [0]])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(str.isdigit, "a1b2")), list(filter(bool, [0, 2])))
class NoTruth:
    def __bool__(self): raise ValueError("no truth")
for f in (lambda: filter(), lambda: filter(None), lambda: filter(None, 5), lambda: list(filter(5, "a")), lambda: filter(None, "a", "b"), lambda: list(filter(None, [NoTruth()])), lambda: filter(function=None, iterable="a"), lambda: list(filter(lambda x: NoTruth(), "a"))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
import pickle
f = filter(None, [0, 1, 2]); next(f); print(list(pickle.loads(pickle.dumps(f))), f.__reduce__()[0].__name__)
