# Iterators of dicts and views: names, hints, reduce, copies.
import pickle, copy
d = {1: "a", 2: "b", 3: "c"}
for make in (iter, lambda d: iter(d.values()), lambda d: iter(d.items()), reversed, lambda d: reversed(d.items()), lambda d: reversed(d.values())):
    it = make(d)
    print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__(), it.__reduce__(), list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))), list(it), it.__length_hint__())
for v in (d.keys(), d.values(), d.items()):
    try: print(pickle.dumps(v))
    except TypeError as e: print(e)
