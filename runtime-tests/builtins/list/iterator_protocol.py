# list_iterator and list_reverseiterator: hints, state, pickling, exhaustion.
import pickle, copy
a = [1, 2, 3]
for make in (iter, reversed):
    it = make(a)
    print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__()[1:], list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))))
    it.__setstate__(1); print(list(it), it.__length_hint__(), it.__reduce__()[1:])
    it.__setstate__(0); print(list(it))
it = iter(a); list(it); a.append(4); print(list(it), next(it, "end"))
it = iter(a); a.append(5); print(list(it))
it = reversed(a); next(it); a.clear(); print(list(it), it.__length_hint__())
try: iter(a).__setstate__("x")
except TypeError as e: print(e)
