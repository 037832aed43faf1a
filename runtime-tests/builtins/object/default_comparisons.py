# Defaults of object: equality, order, hash, format, str.
class A: pass
a, b = A(), A()
print(a == a, a == b, a != b, a.__eq__(b), a.__eq__(a), a.__ne__(a), a.__lt__(b), object.__ne__(1, 2), object.__eq__(1, 1.0), hash(a) == object.__hash__(a), str(a) == repr(a), format(a) == str(a), f"{a}" == str(a))
for f in (lambda: a < b, lambda: a >= 1, lambda: a + b, lambda: a[0], lambda: a(), lambda: len(a), lambda: iter(a), lambda: -a, lambda: a.x, lambda: float(a), lambda: a.__format__("x"), lambda: a.__format__(5), lambda: 1 in a, lambda: int(a), lambda: a @ b, lambda: a[0:1]):
    try: print(f())
    except (TypeError, AttributeError) as e: print(e)
class E:
    def __eq__(self, o): return NotImplemented
    __hash__ = object.__hash__
print(E() == E(), E() != 5, (e := E()) == e)
class Ne:
    def __eq__(self, o): return "eq!"
print(Ne() != 1, Ne().__ne__(1))
