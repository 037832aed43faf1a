# The iterator of str.
import pickle, copy
it = iter("aé𝄞")
print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__()[1:], list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))))
it.__setstate__(2)
print(list(it), list(it), it.__length_hint__(), it.__reduce__()[1:])
it = iter("abc")
it.__setstate__(-5)
print(next(it))
it.__setstate__(100)
print(list(it), type(iter("abc")).__name__, type(iter("é")).__name__, iter(it) is it)
