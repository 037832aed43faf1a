# ImportError's keywords.
import pickle, copy
e = ImportError("msg", name="n", path="p"); print(e, e.msg, e.name, e.path, e.name_from, e.args, repr(e))
print(ImportError().msg, ImportError("a", "b").msg, ImportError("a", "b").args, ModuleNotFoundError("x", name="y").name, ImportError("m", name_from="f").name_from)
for f in (lambda: ImportError("m", foo=1), lambda: ImportError(msg="m"), lambda: ModuleNotFoundError("a", nam=2)):
    try: f()
    except TypeError as x: print(x)
for p in (0, 2, 5):
    c = pickle.loads(pickle.dumps(e, p)); print(c.name, c.path, c.msg, c.args)
c = copy.copy(e); print(c.name); e.name = 5; e.path = None; print(e.name, e.path)
print(ImportError("a", "b"), ImportError(5), str(ImportError()))
