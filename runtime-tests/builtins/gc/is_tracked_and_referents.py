# is_tracked, get_referents, get_referrers, get_objects.
import gc
class A: pass
a = A(); a.x = [1]; l = [a, "s"]; d = {"k": l}
print(gc.is_tracked(l), gc.is_tracked(5), gc.is_tracked("s"), gc.is_tracked(a), gc.is_tracked(None), gc.is_finalized(a))
print(any(o is a for o in gc.get_referents(l)), any(o is l for o in gc.get_referents(d)), gc.get_referents(5), gc.get_referents(), any(o is a.x for o in gc.get_referents(a, a.__dict__)), A in gc.get_referents(a))
print(any(o is l for o in gc.get_referrers(a)), any(o is d for o in gc.get_referrers(l)), gc.get_referrers(), any(o is l for o in gc.get_objects()), any(o is a for o in gc.get_objects()), len(gc.get_objects()) > 100)
for f in (lambda: gc.get_objects("a"), lambda: gc.get_objects(5), lambda: gc.is_tracked(), lambda: len(gc.get_objects(generation=None)) > 9):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
