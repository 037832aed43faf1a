# Methods that every object has.
o = object()
print(o == o, o == object(), o != o, hash(o) == hash(o), bool(o), o.__eq__(5), o.__lt__(o), o.__ne__(o), object.__repr__(o).startswith("<object object at"), o.__class__, o.__doc__ is not None, isinstance(o.__sizeof__(), int), o.__dir__() == object.__dir__(o))
print(format(5, ""), object.__format__("a", ""), (5).__class__, type(type), type.__mro__, object.__bases__, object.__init_subclass__(), type.__call__(int, "5"), type.__name__)
class A:
    def __init__(self): self.a, self.b = 1, 2
    def __getstate__(self): return "state"
class E: pass
e = E(); print(e.__getstate__()); e.x = 1; print(e.__getstate__(), A().__getstate__())
for f in (lambda: object.__format__(o, "x"), lambda: o.x, lambda: o(), lambda: o[0], lambda: len(o), lambda: o + o, lambda: o < o, lambda: iter(o), lambda: object.__new__(5), lambda: object.__setattr__(o, "x", 1), lambda: object.__getattribute__(o, "y"), lambda: object.__hash__(), lambda: object().__init__(1), lambda: int.__eq__("a", 1), lambda: str.__len__(5), lambda: object.__setattr__(int, "x", 1), lambda: type.__setattr__(int, "x", 1), lambda: list.append(5, 1), lambda: dict.get([], 1), lambda: int.__add__()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
