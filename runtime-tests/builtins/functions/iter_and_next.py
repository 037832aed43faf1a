# iter with a sentinel, next with a default, the old sequence protocol.
vals = iter([1, 2, 3, 0, 4])
print(list(iter(lambda: next(vals), 0)), list(vals), next(iter([]), "d"))
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * i
class Stop:
    def __getitem__(self, i):
        if i > 1: raise StopIteration
        return i
print(list(Old()), list(Stop()), 4 in Old(), 5 in Old(), [*Old()], max(Old()))
class NotIter:
    def __iter__(self): return 5
class NoneIter:
    __iter__ = None
    def __getitem__(self, i): return 1
class NextOnly:
    def __next__(self): return 1
for f in (lambda: iter(5), lambda: iter(NotIter()), lambda: iter(NextOnly()), lambda: next(NextOnly()), lambda: next([]), lambda: next(iter([])), lambda: iter(5, 5), lambda: iter(), lambda: next(), lambda: iter([1], 5), lambda: 1 in 5, lambda: list(NextOnly())):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
i = iter([1, 2]); print(iter(i) is i, i.__length_hint__(), next(i), list(i), list(i))
n = iter(int, 1); print(next(n), next(n), type(n).__name__)
class Once:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n % 3 == 0: raise StopIteration
        return self.n
o = Once(); print(list(o), list(o))
