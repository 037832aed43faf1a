# args, notes, cause, context, traceback of BaseException.
e = ValueError(1, "a"); print(e.args, str(e), repr(e), e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
e.args = [5]; print(e.args, str(e), repr(e)); e.args = "ab"; print(e.args)
for name, v in (("args", 5), ("__cause__", 5), ("__context__", "x"), ("__traceback__", 5)):
    try: setattr(e, name, v)
    except TypeError as x: print(x)
for name in ("args", "__cause__", "__context__", "__traceback__"):
    try: delattr(e, name)
    except (TypeError, AttributeError) as x: print(type(x).__name__, x)
e.__cause__ = KeyError(1); print(e.__suppress_context__, repr(e.__cause__)); e.__suppress_context__ = False; print(e.__suppress_context__); e.__cause__ = None; print(e.__suppress_context__)
try:
    try: raise KeyError("in")
    except KeyError: raise ValueError("out") from None
except ValueError as x: print(repr(x.__context__), x.__cause__, x.__suppress_context__, type(x.__traceback__).__name__)
e.x = 5; print(e.__dict__, ValueError.__new__(ValueError, 1, 2).args, Exception("a") == Exception("a"))
try: ValueError(a=1)
except TypeError as x: print(x)
class Q(Exception):
    def __init__(self, a, b): self.a = a
q = Q(1, 2); print(q.args, repr(q), str(q)); 
class K(Exception):
    def __init__(self, *, kw): pass
print(K(kw=1).args)
