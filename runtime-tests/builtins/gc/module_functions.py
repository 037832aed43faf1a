# The switches and figures of module gc.
import gc
print(gc.isenabled()); gc.disable(); print(gc.isenabled()); gc.enable(); print(gc.isenabled())
print(type(gc.collect()).__name__, len(gc.get_count()), len(gc.get_threshold()), type(gc.get_stats()).__name__, sorted(gc.get_stats()[0]) == ["collected", "collections", "uncollectable"], gc.garbage, gc.get_debug(), gc.callbacks)
t = gc.get_threshold(); gc.set_threshold(500, 5, 5); print(gc.get_threshold()[0]); gc.set_threshold(*t); gc.freeze(); gc.unfreeze(); print(gc.get_freeze_count())
for f in (lambda: gc.collect(5), lambda: gc.collect(-1), lambda: gc.collect("a"), lambda: gc.set_threshold(), lambda: gc.set_threshold("a"), lambda: gc.set_debug("x"), lambda: gc.collect(generation=0) >= 0, lambda: gc.collect(1, 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
log = []
gc.callbacks.append(lambda phase, info: log.append((phase, sorted(info)))); gc.collect(); gc.callbacks.clear(); print(log)
