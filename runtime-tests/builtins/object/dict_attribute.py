# __dict__ can be replaced and deleted.
class A: pass
a = A(); a.x = 1; d = a.__dict__; d["y"] = 2; print(a.y, a.__dict__ is d); a.__dict__ = {"z": 3}; print(a.z, hasattr(a, "x"), d)
for v in (5, None, [("a", 1)]):
    try: a.__dict__ = v
    except TypeError as e: print(e)
class D(dict): pass
a.__dict__ = D(q=1); print(a.q, type(a.__dict__).__name__); a.w = 2; print(a.__dict__); del a.__dict__; print(a.__dict__, hasattr(a, "q"))
for o in (5, object(), A):
    try: o.__dict__ = {}
    except (AttributeError, TypeError) as e: print(e)
A.c = 1; print(A.__dict__["c"], type(A.__dict__).__name__)
try: A.__dict__["c"] = 2
except TypeError as e: print(e)
a.__dict__[5] = "int key"; print(a.__dict__)
