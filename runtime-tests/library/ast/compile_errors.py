# gc-stress: 2003
import ast


def attempt(tree, mode="exec", fix=True):
    if fix and isinstance(tree, ast.AST):
        ast.fix_missing_locations(tree)
    try:
        compile(tree, "<tree>", mode)
    except Exception as error:
        print(type(error).__name__, error)
    else:
        print("compiled")


one = ast.Constant(1)
attempt(ast.Module([ast.Expr(1)]))
attempt(ast.Module([ast.Pass()]), fix=False)
attempt(ast.Module(3))
attempt(ast.Expression(one))
attempt(ast.Module([]), "eval")
attempt(ast.Pass())
attempt(3)
attempt(ast.Expression(ast.Name("a", ast.Store())), "eval")
attempt(ast.Module([ast.Import([])]))
attempt(ast.Module([ast.If(one, [])]))
attempt(ast.Module([ast.Delete([])]))
attempt(ast.Module([ast.Assign([one], one)]))
attempt(ast.Module([None]), fix=False)
attempt(ast.Expression(ast.Constant(object())), "eval")
attempt(ast.Expression(ast.Compare(one, [], [])), "eval")
attempt(ast.Expression(ast.Compare(one, [ast.Eq()], [one, one])), "eval")
attempt(ast.Expression(ast.Dict([one], [])), "eval")
attempt(ast.Expression(ast.BoolOp(ast.And(), [one])), "eval")
attempt(ast.Module([ast.Try([ast.Pass()])]))
attempt(ast.Module([ast.Raise(None, one)]))
attempt(ast.Module([ast.Pass(lineno=3, col_offset=4, end_lineno=2, end_col_offset=1)]), fix=False)
attempt(ast.Module([ast.Pass(lineno=3, col_offset=4, end_lineno=3, end_col_offset=1)]), fix=False)
attempt(ast.Module([ast.Pass(lineno="a", col_offset=4)]), fix=False)
attempt(ast.Expression(ast.Name(3)), "eval")
attempt(ast.Module([ast.Return(one)]))
attempt(ast.Module([ast.AnnAssign(ast.Attribute(ast.Name("a"), "b", ast.Store()), one, None, 1)]))
