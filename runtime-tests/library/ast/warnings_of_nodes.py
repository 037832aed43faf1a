# gc-stress: 2003
import ast
import warnings


class Own(ast.Name):
    _fields = ("id", "extra")
    _field_types = {"id": str}


for make in [
    lambda: ast.Name(),
    lambda: ast.Name("a", foo=1),
    lambda: ast.FunctionDef("f"),
    lambda: ast.Constant(),
    lambda: ast.arguments(),
    lambda: Own("a"),
]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        node = make()
    print(type(node).__name__, [(w.category.__name__, str(w.message)) for w in caught])
