# gc-stress: 2003
import ast

print(ast.parse("x = 1 + y"))
print(ast.List([ast.Name("a"), ast.Name("b"), ast.Name("c")]))
print(ast.BinOp(ast.Name("a"), ast.Add(), ast.Constant([1, 2, 3])))
print(repr(ast.parse("f(1)(2)(3)")))
print(ast.Tuple(()), ast.Load(), ast.Constant("text"))
loop = ast.Expr(None)
loop.value = loop
print(loop)
