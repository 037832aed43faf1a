# About tuple_iterator: hints, state, pickling.
import pickle, copy
it = iter((1, 2, 3))
print(type(it).__name__, it.__length_hint__(), next(it), it.__reduce__()[1:], list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))))
it.__setstate__(2); print(list(it), it.__length_hint__(), it.__reduce__()[1:])
it = iter((1, 2)); it.__setstate__(-3); print(list(it))
it = reversed((1, 2, 3)); print(type(it).__name__, it.__length_hint__(), next(it), it.__reduce__()[1:], list(it))
