# iter(callable, sentinel).
import pickle
n = iter("abc")
it = iter(lambda: next(n), "c")
print(type(it).__name__, list(it), list(it))
def stop(): raise StopIteration
print(list(iter(stop, 0)), next(iter(int, 1)), len(list(iter([3, 2, 1, 0].pop, 3))))
it = iter(int, 0); print(it.__reduce__()[1:], list(it), it.__reduce__()[1:])
class E:
    def __eq__(self, o): return True
print(list(iter(lambda: 5, E())))
for f in (lambda: iter(5, 1), lambda: iter(), lambda: iter(5), lambda: iter(int, 1, 2), lambda: next(iter(lambda: 1 / 0, 1)), lambda: iter(None)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
