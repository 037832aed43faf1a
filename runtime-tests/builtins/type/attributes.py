# Attributes of classes: names, bases, doc, flags, setting and errors.
class A: "doc of A"
class B(A): pass
print(A.__name__, A.__qualname__, A.__module__, A.__doc__, B.__doc__, A.__bases__, B.__base__.__name__, B.__mro__ == (B, A, object), B.mro() == [B, A, object], A.__subclasses__(), A.__basicsize__ > 0, int.__itemsize__ > 0, A.__weakrefoffset__ != 0, A.__dictoffset__ != 0, type.__flags__ > 0, A.__text_signature__, A.__type_params__, A.__firstlineno__, A.__static_attributes__)
A.__name__ = "Z"; A.__qualname__ = "Q.Z"; A.__doc__ = "new"; A.__module__ = "m"; print(A, A.__name__, A.__doc__, B.__bases__)
for n, v in (("__name__", 5), ("__name__", "a\0b"), ("__qualname__", 5), ("__bases__", ()), ("__bases__", 5), ("__bases__", (int,)), ("__bases__", (B,)), ("__mro__", ()), ("__dict__", {}), ("__base__", int), ("__bases__", (5,)), ("__abstractmethods__", 5) , ("__type_params__", 5)):
    try: setattr(B, n, v); print(n, "set")
    except Exception as e: print(n, type(e).__name__, e)
for n in ("__name__", "__qualname__", "__module__", "__bases__", "__doc__", "__dict__", "nope"):
    try: delattr(B, n); print(n, "deleted")
    except Exception as e: print(n, type(e).__name__, e)
for f in (lambda: setattr(int, "x", 1), lambda: delattr(int, "real"), lambda: setattr(int, "__name__", "x"), lambda: setattr(type, "x", 1), lambda: int.__abstractmethods__, lambda: A.nope):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
