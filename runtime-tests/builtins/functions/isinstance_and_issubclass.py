# Second arguments of all kinds.
class M(type):
    def __instancecheck__(c, o): return "yes"
    def __subclasscheck__(c, o): return []
class A(metaclass=M): pass
class Fake:
    @property
    def __class__(self): return int
class Bases:
    __bases__ = ()
print(isinstance(5, A), issubclass(int, A), isinstance(Fake(), int), type(Fake()) is int, isinstance(True, (str, (int,))), isinstance(5, int | str), isinstance(None, int | None), issubclass(bool, int | str), isinstance(5, ()), issubclass(int, (object,)), isinstance(A(), A), issubclass(Bases(), Bases()) if False else "")
for f in (lambda: isinstance(5, 5), lambda: isinstance(5, "int"), lambda: isinstance(5, (int, 5)), lambda: isinstance("a", (int, 5)), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: isinstance(5, list[int]), lambda: issubclass(int, list[int]), lambda: isinstance(5), lambda: isinstance(5, [int]), lambda: isinstance(5, int | list[int]), lambda: issubclass(int, None), lambda: isinstance(5, None), lambda: issubclass(int, int | 5)):
    try: print(f())
    except TypeError as e: print(e)
