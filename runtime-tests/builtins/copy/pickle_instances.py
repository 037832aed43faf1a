# Instances with __reduce__, __getstate__, __setstate__, __getnewargs__.
import pickle
class A:
    def __init__(self): self.x = [self]
class G:
    def __getstate__(self): return {"only": 1}
class SS:
    def __getstate__(self): return (1, 2)
    def __setstate__(self, s): self.got = s
class NA:
    def __new__(cls, a, b=0): self = super().__new__(cls); self.ab = a, b; return self
    def __getnewargs_ex__(self): return (1,), {"b": 2}
class R:
    def __reduce__(self): return (sorted, ([3, 1],))
class RL:
    def __init__(self): self.l = []; self.d = {}
    def append(self, v): self.l.append(v)
    def extend(self, v): self.l.extend(v)
    def __setitem__(self, k, v): self.d[k] = v
    def __reduce__(self): return (RL, (), {"st": 1}, iter([1, 2]), iter([("k", "v")]))
class S: __slots__ = ("p", "q")
class Falsy:
    def __getstate__(self): return None
    def __setstate__(self, s): self.called = True
for p in range(6):
    a = pickle.loads(pickle.dumps(A(), p)); out = [a.x[0] is a, vars(pickle.loads(pickle.dumps(G(), p))), pickle.loads(pickle.dumps(SS(), p)).got, pickle.loads(pickle.dumps(R(), p)), vars(pickle.loads(pickle.dumps(RL(), p))), hasattr(pickle.loads(pickle.dumps(Falsy(), p)), "called")]
    if p >= 2:
        s = S(); s.p = 1; s = pickle.loads(pickle.dumps(s, p)); out += [s.p, hasattr(s, "q"), pickle.loads(pickle.dumps(NA(9), p)).ab]
    print(p, out)
try: pickle.dumps(S(), 0)
except TypeError as e: print(e)
