# WeakValueDictionary loses entries with their values.
import weakref, gc, threading
class V:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"V{self.n}"
def apart(f):
    # On a stack of its own, so that no trace of its objects is left on this one.
    out = []
    t = threading.Thread(target=lambda: out.append(f())); t.start(); t.join()
    return out[0]
keep = [V(i) for i in range(3)]
d = weakref.WeakValueDictionary({i: v for i, v in enumerate(keep)})
apart(lambda: d.update(tmp=V(9))); gc.collect()
print(dict(d), len(d), "tmp" in d, d.get("tmp"), d.get(1), sorted(d.keys()), list(d.values()), list(d.items()), d.setdefault(1, keep[0]), d.pop(2), d.pop("no", "dflt"), d | {5: keep[2]} == {0: keep[0], 1: keep[1], 5: keep[2]})
print(len(d.valuerefs()), d.copy() == d)
for f in (lambda: d["x"], lambda: d.pop("x"), lambda: d.__setitem__(1, 5)):
    try: f()
    except (KeyError, TypeError) as e: print(type(e).__name__, e)
d.update({"k": keep[0]}); del d["k"]; d.clear(); print(len(d), bool(d))
