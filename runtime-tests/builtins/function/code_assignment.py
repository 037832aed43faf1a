# Replacing __code__ and the closure's size.
def a(): return "a"
def b(x=1): return "b", x
def outer():
    v = 5
    def inner(): return v
    return inner
a.__code__ = b.__code__
try: print(a())
except TypeError as e: print(e)
print(a(3), a.__name__)
try: a.__code__ = outer().__code__
except ValueError as e: print(e)
i, j = outer(), outer(); i.__code__ = j.__code__; print(i())
c = i.__closure__[0]; print(type(c).__name__, c.cell_contents); c.cell_contents = 9; print(i()); del c.cell_contents
try: c.cell_contents
except ValueError as e: print(e)
try: i()
except NameError as e: print(e)
import types
print(types.CellType(1) == types.CellType(1), types.CellType(1) < types.CellType(2), types.CellType() == types.CellType(), repr(types.CellType(5)).startswith("<cell at"), types.CellType(3).cell_contents)
try: hash(types.CellType())
except TypeError as e: print(e)
