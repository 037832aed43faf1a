# Subclasses of ref carry attributes and are not shared.
import weakref, gc, threading
class R(weakref.ref):
    __slots__ = ("key",)
    def __new__(cls, o, cb=None, key=None): return super().__new__(cls, o, cb)
    def __init__(self, o, cb=None, key=None): super().__init__(o, cb); self.key = key
class A: pass
def apart(f):
    # On a stack of its own, so that no trace of its objects is left on this one.
    out = []
    t = threading.Thread(target=lambda: out.append(f())); t.start(); t.join()
    return out[0]
def make():
    a = A(); r = R(a, key=5); s = R(a, key=6)
    print(r.key, s.key, r is s, r == s, r() is a, r == weakref.ref(a), isinstance(r, weakref.ReferenceType), len(weakref.getweakrefs(a)) >= 2)
    return r, s
r, s = apart(make); gc.collect(); print(r(), r == s, r == r, repr(r).endswith("; dead>"))
