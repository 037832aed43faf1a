# Subclasses of tuple: __new__, attributes, slices, pickling.
import pickle, copy
class P(tuple):
    def __new__(cls, x, y): return super().__new__(cls, (x, y))
    def __getnewargs__(self): return tuple(self)
    @property
    def x(self): return self[0]
p = P(1, 2); p.tag = "t"
q = pickle.loads(pickle.dumps(p)); r = copy.deepcopy(p)
print(p, p.x, p.tag, type(p[:]).__name__, type(p + ()).__name__, type(p * 1).__name__, q == p, type(q).__name__, q.tag, r.tag, type(tuple(p)).__name__, type(copy.copy(p)).__name__)
class E(tuple): __slots__ = ()
try: E().a = 1
except AttributeError as e: print(e)
try: type("S", (tuple,), {"__slots__": ("a",)})
except TypeError as e: print(e)
print(E((1,)).__getnewargs__(), tuple.__new__(E, "ab"), type(tuple.__new__(E)).__name__)
