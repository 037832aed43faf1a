# A cycle's finalizer runs at the next collection, once.
import gc, weakref, threading
class A:
    def __init__(self, n): self.n = n; self.me = self
    def __del__(self): print("del", self.n); keep.append(self)
class B: pass
keep = []
def apart(f):
    out = []
    t = threading.Thread(target=lambda: out.append(f())); t.start(); t.join()
    return out[0]
gc.collect(); gc.disable()
apart(lambda: A(1) and None); gc.collect(); print(len(keep), gc.is_finalized(keep[0]), gc.is_finalized(keep)); keep.clear(); gc.collect(); print(len(keep)); gc.enable()
def make():
    b = B(); b.me = b
    return weakref.ref(b, lambda _: print("callback"))
r = apart(make); gc.collect(); print(r())
