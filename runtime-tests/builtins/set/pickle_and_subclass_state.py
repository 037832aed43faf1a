# Pickling of sets with attributes; __init__ again; recursion.
import pickle, copy
class S(set): pass
s = S([1]); s.tag = "t"
for p in range(pickle.HIGHEST_PROTOCOL + 1):
    t = pickle.loads(pickle.dumps(s, p)); print(type(t).__name__, t, t.tag, pickle.loads(pickle.dumps(frozenset([1, 2]), p)), pickle.loads(pickle.dumps(set(), p)))
print(s.__reduce__(), copy.deepcopy(s).tag, copy.copy(s).tag)
a = {1}; a.__init__([5]); print(a); a.__init__(); print(a)
class N:
    def __init__(self): self.s = {self}
    def __repr__(self): return repr(self.s)
print(N()); n = N(); m = copy.deepcopy(n); print(next(iter(m.s)) is m)
try: a.__init__(1, 2)
except TypeError as e: print(e)
