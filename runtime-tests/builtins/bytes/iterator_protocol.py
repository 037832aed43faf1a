# The iterators of bytes and bytearray.
import pickle, copy
for v in (b"abc", bytearray(b"abc")):
    it = iter(v)
    print(type(it).__name__, it.__length_hint__(), next(it), it.__reduce__()[1:], list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))))
    it.__setstate__(2)
    print(list(it), it.__length_hint__(), it.__reduce__()[1:])
    print([*reversed(v)], type(reversed(v)).__name__)
