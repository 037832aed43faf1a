# About weakref.ref: calls, equality, hash, callbacks, attributes.
import weakref, gc, threading
class A:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __hash__(self): return hash(self.v)
def apart(f):
    # On a stack of its own, so that no trace of its objects is left on this one.
    out = []
    t = threading.Thread(target=lambda: out.append(f())); t.start(); t.join()
    return out[0]
a, b = A(1), A(1)
r, s = weakref.ref(a), weakref.ref(b)
print(r() is a, r == s, r != s, hash(r) == hash(a), weakref.ref(a) is r, weakref.ref(a, print) is r, r.__callback__, weakref.getweakrefcount(a) >= 1, len(weakref.getweakrefs(a)) >= 1, type(r).__name__, weakref.ReferenceType is type(r))
log = []
def make():
    c = A(2)
    t = weakref.ref(c, lambda ref: log.append(ref is t))
    return t, hash(t), weakref.ref(A(3)), t.__callback__ is not None
t, h, d, had = apart(make)
gc.collect()
print(had, t(), log, t.__callback__, hash(t) == h, t == r, t == t)
try: hash(d)
except TypeError as e: print(e)
for f in (lambda: weakref.ref(5), lambda: weakref.ref(None), lambda: weakref.ref(), lambda: weakref.ref(a, 1, 2), lambda: weakref.ref("s"), lambda: weakref.ref((1,)), lambda: weakref.ref([]), lambda: r(1), lambda: r < s, lambda: weakref.ref(object())):
    try: print(f())
    except TypeError as e: print(e)
try: r.__callback__ = 1
except AttributeError as e: print(e)
