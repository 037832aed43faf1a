# gc-stress: 2003
import ast

tree = ast.parse("""
def f(n):
    total = 0
    for i in range(n):
        if i % 2:
            total += i
    return [total, f"{n:>4}", {k: v for k, v in zip("ab", (1, 2.5))}, lambda x=1: x]
class C:
    "doc"
    a: int = 3
    def m(self): return super().__repr__()[:3]
try:
    1 / 0
except (ZeroDivisionError, ValueError) as e:
    print(e)
match (1, 2):
    case (1, x):
        print("x", x)
""")
scope = {"__name__": "made"}
exec(compile(tree, "<tree>", "exec"), scope)
print(scope["f"](10)[:3], scope["C"].__doc__, scope["C"].a, scope["C"].__annotations__, scope["C"]().m())
for value in [1, -5, 2**100, -2**70, 1.5, 1 + 2j, "s", b"b", None, ..., True, (1, (2, "x")), frozenset([3])]:
    tree = ast.fix_missing_locations(ast.Expression(ast.Constant(value)))
    print(repr(eval(compile(tree, "c", "eval"))))


class Double(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.copy_location(ast.Constant(node.value * 2), node)


tree = Double().visit(ast.parse("(1 + 20) * 'ab'[0:1]", mode="eval"))
print(eval(compile(ast.fix_missing_locations(tree), "d", "eval")))
try:
    exec(compile(ast.increment_lineno(ast.parse("x = 1\n\nboom()"), 10), "<lines>", "exec"))
except NameError as error:
    print(error.__traceback__.tb_next.tb_lineno)
tree = ast.parse("a + b", mode="eval")
print(eval(compile(tree, "e", "eval"), {"a": 1, "b": 2}))
print(compile(tree, "e", "eval", ast.PyCF_ONLY_AST) is tree)
