# gc-stress: 2003
import ast
import copy
import pickle

node = ast.Name("a")
print(node, node.ctx, node._fields, node.__match_args__, node._attributes)
print(ast.FunctionDef.__doc__)
print(ast.operator.__doc__)
print(ast.FunctionDef._field_types)
print(ast.expr._attributes, ast.Add._fields, ast.Add.__mro__)
print(sorted(ast.If(ast.Constant(1)).__dict__))
print(ast.Constant(1).kind, ast.Return().value, ast.expr.end_lineno)
for call in ["ast.Name('a', 'b', 'c')", "ast.Name('a', id='b')", "ast.Pass(1)"]:
    try:
        eval(call)
    except TypeError as error:
        print(error)
print(copy.replace(node, id="z").id)
try:
    copy.replace(node, foo=1)
except TypeError as error:
    print(error)
print(copy.deepcopy(ast.parse("a.b[1]", mode="eval")))
print(ast.dump(pickle.loads(pickle.dumps(ast.parse("lambda x: x + 1")))))
match ast.parse("a + b", mode="eval").body:
    case ast.BinOp(ast.Name(x), ast.Add(), ast.Name(y)):
        print(x, y)


class Named(ast.Name):
    pass


print(isinstance(Named("q"), ast.expr), Named("q"))
print(ast.parse("a").body[0].value.ctx is ast.parse("b").body[0].value.ctx)
