# WeakMethod and finalize.
import weakref, gc, threading
class A:
    def m(self, x): return ("m", x)
def apart(f):
    # On a stack of its own, so that no trace of its objects is left on this one.
    out = []
    t = threading.Thread(target=lambda: out.append(f())); t.start(); t.join()
    return out[0]
def make():
    a = A(); w = weakref.WeakMethod(a.m); print(w() == a.m, w == weakref.WeakMethod(a.m), hash(w) == hash(weakref.WeakMethod(a.m)))
    f = weakref.finalize(a, lambda *args, **kw: print("final", args, kw) or "result", 1, k=2)
    print(f.alive, f.peek()[2:], f.atexit)
    return w, f
w, f = apart(make); gc.collect(); print(w(), f.alive, f(), f.peek(), f.detach())
b = A(); g = weakref.finalize(b, print, "never"); obj, func, args, kw = g.detach(); print(obj is b, func is print, args, kw, g.alive)
h = weakref.finalize(b, lambda: "called early"); print(h(), h())
for fn in (lambda: weakref.WeakMethod(5), lambda: weakref.WeakMethod(len), lambda: weakref.finalize(5, print)):
    try: fn()
    except TypeError as e: print(e)
