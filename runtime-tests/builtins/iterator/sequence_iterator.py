# Iteration by __getitem__.
import pickle, copy
class S:
    def __init__(self, n): self.n = n
    def __getitem__(self, i):
        if i >= self.n: raise IndexError(i)
        return i
    def __len__(self): return self.n
it = iter(S(3))
print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__()[2], list(copy.copy(it)), [*pickle.loads(pickle.dumps(it))], 2 in S(3), 5 in S(3), max(S(4)), [*S(2)])
it.__setstate__(2); print(list(it), list(it), it.__length_hint__(), it.__reduce__()[1:])
class Stop(S):
    def __getitem__(self, i):
        if i: raise StopIteration
        return "once"
print(list(Stop(9)))
class Err(S):
    def __getitem__(self, i): raise KeyError(i)
try: list(Err(1))
except KeyError as e: print(repr(e))
a, b, c = S(3); print(a, b, c)
try: a, b = S(3)
except ValueError as e: print(e)
