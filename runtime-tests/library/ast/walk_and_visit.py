# gc-stress: 2003
import ast

tree = ast.parse("def f(x):\n    '''Doc.\n    More.'''\n    return x + len([1, x])\n")
print([type(node).__name__ for node in ast.walk(tree)])
print(ast.get_docstring(tree.body[0]))
print([name for name, _ in ast.iter_fields(tree.body[0])])
print([type(child).__name__ for child in ast.iter_child_nodes(tree.body[0])])


class Names(ast.NodeVisitor):
    def __init__(self):
        self.names = []

    def visit_Name(self, node):
        self.names.append((node.id, type(node.ctx).__name__))


visitor = Names()
visitor.visit(tree)
print(visitor.names)
source = "a = (b +\n  c)\n"
print(repr(ast.get_source_segment(source, ast.parse(source).body[0].value, padded=True)))
print(ast.compare(ast.parse("a + 1"), ast.parse("a  +  1")), ast.compare(ast.parse("a"), ast.parse("b")))


class Drop(ast.NodeTransformer):
    def visit_Expr(self, node):
        return None


print(ast.unparse(Drop().visit(ast.parse("x = 1\nf()\ny = 2"))))
