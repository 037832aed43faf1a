def make():
    a, b = 1, []

    def inner():
        return a, b

    def late():
        return never

    if False:
        never = 1
    return inner, late


inner, late = make()
print([c.cell_contents for c in inner.__closure__], inner.__code__.co_freevars)
cell = inner.__closure__[0]
cell.cell_contents = 10
print(inner())
del cell.cell_contents
try:
    inner()
except NameError as error:
    print(error)
try:
    cell.cell_contents
except ValueError as error:
    print(error)
try:
    late()
except NameError as error:
    print(error)
import types

print(types.CellType(5).cell_contents, types.CellType(1) == types.CellType(1), types.CellType(1) < types.CellType(2))
print(repr(types.CellType()).endswith("empty>"), (lambda: 0).__closure__)
f = types.FunctionType(inner.__code__, globals(), "renamed", None, (types.CellType("x"), types.CellType("y")))
print(f(), f.__name__)
for closure in None, (), (1, 2), (types.CellType(),):
    try:
        types.FunctionType(inner.__code__, globals(), "f", None, closure)
    except (TypeError, ValueError) as error:
        print(error)
