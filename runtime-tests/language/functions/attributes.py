# Attributes of functions.
def documented(a: int, b: "text" = "x", *args, c=3, **kw) -> str:
    """What it does."""
    local = a
    return local
print(documented.__doc__, documented.__name__, documented.__qualname__, documented.__module__, documented.__defaults__, documented.__kwdefaults__)
code = documented.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_varnames[:5], code.co_flags & 12)
documented.extra = [1]
print(documented.extra, documented.__dict__, hasattr(documented, "nothing"), callable(documented))
print(documented.__annotations__)
class Holder:
    def method(self):
        def inner(): pass
        return inner
print(Holder.method.__qualname__, Holder().method().__qualname__, (lambda: 0).__name__, Holder().method.__func__ is Holder.method)
try:
    documented.nothing
except AttributeError as error:
    print(error)
