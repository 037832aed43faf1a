# isinstance and issubclass ask the metaclass.
class Even(type):
    def __instancecheck__(cls, x): return isinstance(x, int) and x % 2 == 0
    def __subclasscheck__(cls, k): return k.__name__.startswith("E")
class EvenInt(metaclass=Even): pass
class Exact: pass
print(isinstance(2, EvenInt), isinstance(3, EvenInt), issubclass(Exact, EvenInt), issubclass(int, EvenInt))
print(isinstance(EvenInt(), EvenInt), isinstance(3, (str, (EvenInt, int))), isinstance("x", int | str), issubclass(bool, int | None))
for f in (lambda: isinstance(1, 5), lambda: isinstance(1, (str, 5)), lambda: issubclass(1, int), lambda: issubclass(int, 5), lambda: isinstance(1, list[int]), lambda: issubclass(int, list[int]), lambda: isinstance(1, int | list[int])):
    try: print(f())
    except TypeError as e: print(e)
class Liar:
    @property
    def __class__(self): return int
print(isinstance(Liar(), int), type(Liar()).__name__, isinstance(Liar(), Liar))
