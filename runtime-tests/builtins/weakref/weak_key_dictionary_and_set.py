# WeakKeyDictionary and WeakSet.
import weakref, gc, threading
class K:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"K{self.n}"
    def __lt__(self, o): return self.n < o.n
def apart(f):
    # On a stack of its own, so that no trace of its objects is left on this one.
    out = []
    t = threading.Thread(target=lambda: out.append(f())); t.start(); t.join()
    return out[0]
a, b = K(1), K(2)
d = weakref.WeakKeyDictionary({a: "a", b: "b"}); apart(lambda: d.__setitem__(K(3), "gone")); gc.collect()
print(len(d), d[a], a in d, sorted(d), sorted(d.values()), d.pop(b), dict(d), [r() for r in d.keyrefs()])
try: d[5]
except TypeError as e: print(e)
c = K(4); s = weakref.WeakSet([b]); s.add(c); apart(lambda: s.add(K(5))); gc.collect()
print(len(s), b in s, sorted(s), 5 in s, s.isdisjoint([b]), sorted(s | {b}), sorted(s - {b}), s == weakref.WeakSet([b, c]), s >= {b}, s.pop() in (b, c))
s.discard(c); s.clear()
try: s.remove(b)
except KeyError as e: print("KeyError")
