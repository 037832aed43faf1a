# Attributes of functions, setting and errors.
def f(a, b=1, *, c=2, **k) -> int: "doc"; return a, b, c
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__closure__, f.__dict__, type(f.__code__).__name__, f.__globals__ is globals(), f.__type_params__, type(f.__builtins__).__name__)
f.__defaults__ = (10,); f.__kwdefaults__ = {"c": 20}; print(f(1)); f.__defaults__ = None
try: f(1)
except TypeError as e: print(e)
f.__name__ = "g"; f.__qualname__ = "Q.g"; f.__doc__ = 5; f.x = 1; print(f.__name__, repr(f).split(" at ")[0], f.__doc__, f.__dict__)
for n, v in (("__name__", 5), ("__qualname__", None), ("__defaults__", [1]), ("__kwdefaults__", ()), ("__code__", 5), ("__globals__", {}), ("__closure__", ()), ("__annotations__", 5), ("__dict__", 5), ("__module__", "mod"), ("__type_params__", 5), ("__builtins__", {})):
    try: setattr(f, n, v); print(n, "set", getattr(f, n))
    except Exception as e: print(n, type(e).__name__, e)
for n in ("__name__", "__code__", "__defaults__", "__doc__", "__dict__", "__annotations__", "__kwdefaults__", "x", "nope", "__globals__", "__module__"):
    try: delattr(f, n); print(n, "deleted")
    except Exception as e: print(n, type(e).__name__, e)
