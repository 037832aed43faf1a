# Slices compare as tuples, hash and pickle.
import pickle, copy
s = slice(1, 2, 3)
print(s == slice(1, 2, 3), s != slice(1, 2), s < slice(2, 0), hash(s) == hash(slice(1, 2, 3)), repr(s), pickle.loads(pickle.dumps(s)), copy.deepcopy(slice([1], None)), s.__reduce__(), {s: "v"}[slice(1, 2, 3)])
try: hash(slice([]))
except TypeError as e: print(e)
try: slice(None) < slice(1)
except TypeError as e: print(e)
print(slice.__hash__ is not None, s.__eq__(1), slice[int] if hasattr(slice, "__class_getitem__") else "plain")
