# Proxies pass operations on to their object.
import weakref
class A:
    def __init__(self): self.items = [1, 2]
    def __len__(self): return len(self.items)
    def __getitem__(self, i): return self.items[i]
    def __setitem__(self, i, v): self.items[i] = v
    def __contains__(self, v): return v in self.items
    def __iter__(self): return iter(self.items)
    def __add__(self, o): return ("add", o)
    def __radd__(self, o): return ("radd", o)
    def __iadd__(self, o): self.items.append(o); return self
    def __bool__(self): return bool(self.items)
    def __eq__(self, o): return o == "A"
    def __lt__(self, o): return True
    def __str__(self): return "str A"
    def __int__(self): return 7
    def __index__(self): return 1
    def __call__(self, *a, **k): return a, k
    __hash__ = None
class B:
    x = 1
a = A(); p = weakref.proxy(a); b = B(); q = weakref.proxy(b)
print(type(p).__name__, type(q).__name__, len(p), p[0], 2 in p, list(p), p + 1, 1 + p, bool(p), p == "A", p < 1, str(p), int(p), [5, 6][p], p(1, k=2), p.items, p.__class__ is A, isinstance(p, A))
p[0] = 9; p.new = 5; del p.new; p += 3; print(a.items, q.x)
for f in (lambda: hash(q), lambda: q(), lambda: len(q), lambda: q + 1, lambda: weakref.proxy(5), lambda: q.nope):
    try: print(f())
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
