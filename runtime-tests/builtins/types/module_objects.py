# Module objects.
import types, sys
m = types.ModuleType("mod", "doc"); print(m, m.__name__, m.__doc__, m.__dict__, types.ModuleType("x").__doc__, repr(types.ModuleType("a'b")))
m.x = 1; print(m.x, vars(m)["x"]); m.__getattr__ = lambda n: f"dyn {n}"; print(m.nope); del m.__getattr__
for f in (lambda: m.nope, lambda: types.ModuleType(), lambda: types.ModuleType(5), lambda: delattr(m, "nope"), lambda: setattr(m, "__dict__", {}), lambda: types.ModuleType("a", "b", "c"), lambda: m()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
m.__name__ = "renamed"; print(m); del m.__name__; print(m)
try: m.nope
except AttributeError as e: print(e)
m.__file__ = "/x/y.py"; print(m); m.__name__ = "again"; print(m); m.__annotations__ = {"a": int}; print(m.__annotations__)
print(repr(sys), types.ModuleType("q").__annotations__, sorted(types.ModuleType("q").__dict__))
class M(types.ModuleType): pass
print(M("sub").__class__.__name__, isinstance(M("s"), types.ModuleType))
