def f(a, b=1, *args, c, d=2, **kw):
    """Doc."""
    x = a
    return lambda: x


print(f.__defaults__, f.__kwdefaults__, f.__doc__, f.__name__, f.__qualname__, f.__module__)
code = f.__code__
print(code.co_argcount, code.co_kwonlyargcount, code.co_varnames, code.co_cellvars, code.co_freevars, code.co_name)
print(f(1, c=2).__closure__[0].cell_contents, f(1, c=2).__code__.co_freevars)
f.__defaults__ = (10, 20)
f.__kwdefaults__ = {"c": 30}
print(f(d=1)())
f.__defaults__ = None
try:
    f()
except TypeError as error:
    print(error)
for name, value in (("__defaults__", 3), ("__kwdefaults__", []), ("__code__", 3), ("__name__", 3), ("__qualname__", None), ("__dict__", 3)):
    try:
        setattr(f, name, value)
    except (TypeError, AttributeError) as error:
        print(name, type(error).__name__, error)


def g():
    return "g"


def h():
    return "h"


g.__code__ = h.__code__
print(g(), g.__name__)
try:
    (lambda n: (lambda: n))(1).__code__ = h.__code__
except ValueError as error:
    print(str(error).split(" requires")[0] if "requires" in str(error) else error)
f.custom = 1
print(f.__dict__, vars(f))
