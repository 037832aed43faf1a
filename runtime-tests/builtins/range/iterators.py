# range_iterator and longrange_iterator.
import pickle, copy
for r in (range(5), range(10, 0, -4), range(10**20, 10**20 + 3), range(0)):
    it = iter(r)
    print(type(it).__name__, it.__length_hint__(), next(it, None), it.__length_hint__(), list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))))
    it = reversed(r)
    print(type(it).__name__, list(it))
it = iter(range(5)); it.__setstate__(3); print(list(it))
it = iter(range(5)); it.__setstate__(-3); print(list(it))
it = iter(range(5)); it.__setstate__(30); print(list(it))
