# isinstance, issubclass, type, getattr and friends, callable, id, dir.
class A:
    x = 1
class B(A): pass
print(isinstance(B(), A), isinstance(1, (str, int)), isinstance(1, int | str), isinstance(None, type(None)), issubclass(B, (int, A)), issubclass(bool, int))
print(type(1), type("a"), type(None), type([]).__name__, type(A), type(B()).__name__, type(len).__name__, type(lambda: 0).__name__, type(...).__name__)
b = B()
print(getattr(b, "x"), getattr(b, "y", "no"), hasattr(b, "x"), hasattr(b, "y"), setattr(b, "y", 5), b.y, delattr(b, "y"), hasattr(b, "y"))
print(callable(len), callable(A), callable(b), callable(5), id(b) == id(b), b is b, B() is B(), [n for n in dir(b) if not n.startswith("_")])
print(int, str.__name__, list, A.__name__, repr(A)[:8], type(A.__dict__).__name__, vars(b), object().__class__.__name__)
print(str(5), str(None), str([1, "a"]), str((1,)), str({"a": None}), repr("a\n"), ascii("é"), str(3.0), str(True), repr(range(3)), str(slice(1)))
print(int("5"), float("2.5"), list("ab"), tuple([1]), set([1]), dict(a=1), bool("x"), str(b"x"), bytes([65, 66]), complex(1, 2), frozenset([1]))
print(NotImplemented, Ellipsis, ..., __name__, None is None, 1 is not None)
for act in (lambda: isinstance(1, "int"), lambda: issubclass(1, int), lambda: getattr(b, 5), lambda: getattr(b, "zz"), lambda: setattr(5, "a", 1), lambda: setattr(A(), 1, 1), lambda: type(1, 2)):
    try:
        act()
    except (TypeError, AttributeError) as error:
        print(error)
