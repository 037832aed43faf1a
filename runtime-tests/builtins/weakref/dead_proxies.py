# Every operation of a proxy whose object is gone raises ReferenceError.
import weakref, gc, threading
class B:
    x = 1
def apart(f):
    # On a stack of its own, so that no trace of its objects is left on this one.
    out = []
    t = threading.Thread(target=lambda: out.append(f())); t.start(); t.join()
    return out[0]
q = apart(lambda: weakref.proxy(B()))
gc.collect()
for f in (lambda: q.x, lambda: q == 1, lambda: str(q), lambda: bool(q), lambda: setattr(q, "x", 1), lambda: list(q), lambda: q.__class__, lambda: q + 1, lambda: len(q)):
    try: print(f())
    except ReferenceError as e: print(e)
