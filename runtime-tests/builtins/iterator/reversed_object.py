# reversed of sequences, __reversed__, and what has neither.
class S:
    def __len__(self): return 3
    def __getitem__(self, i): return i * 10
class R:
    def __reversed__(self): return iter("custom")
class N:
    def __reversed__(self): return 5
class Blocked(list): __reversed__ = None
r = reversed(S())
print(r.__length_hint__(), next(r), r.__length_hint__(), list(r), r.__length_hint__(), list(reversed(R())), reversed(N()), list(reversed("ab")), list(reversed({1: 2})), list(reversed(range(3))), type(reversed("a")).__name__)
for v in (5, {1}, iter([]), (x for x in ""), Blocked(), type("L", (), {"__len__": lambda s: 1})(), type("G", (), {"__getitem__": lambda s, i: 1})(), None):
    try: print(list(reversed(v)))
    except TypeError as e: print(str(e).split(" at ")[0])
import pickle
r = reversed("abc"); next(r); print(list(pickle.loads(pickle.dumps(r))), r.__reduce__()[1:]); r = reversed("abc"); r.__setstate__(0); print(list(r))
for f in (lambda: reversed(), lambda: reversed("a", "b"), lambda: reversed(sequence="a")):
    try: print(f())
    except TypeError as e: print(e)
