# Iteration notices changes of size.
s = {1, 2, 3}
for change in (lambda: s.add(9), lambda: s.discard(9), lambda: s.clear()):
    try:
        for x in s: change()
    except RuntimeError as e: print(e)
it = iter({1, 2}); print(type(it).__name__, it.__length_hint__(), next(it), it.__length_hint__())
import copy, pickle
print(sorted(copy.copy(iter({5, 6}))), sorted(pickle.loads(pickle.dumps(iter({5, 6})))), it.__reduce__()[1:])
