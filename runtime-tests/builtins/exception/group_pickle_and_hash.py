# Groups pickle, copy, hash and compare by identity.
import pickle, copy
eg = ExceptionGroup("a", [ValueError(1), ExceptionGroup("b", [TypeError(2)])]); eg.add_note("n"); eg.tag = 5
for p in range(6):
    c = pickle.loads(pickle.dumps(eg, p)); print(repr(c), c.__notes__, c.tag, type(c.exceptions).__name__)
c = copy.deepcopy(eg); print(repr(c), c == eg, eg == eg, hash(eg) == hash(eg))
eg.args = ("changed", []); print(eg, eg.message, len(eg.exceptions))
print(eg.__reduce__()[0].__name__, len(eg.__reduce__()))
