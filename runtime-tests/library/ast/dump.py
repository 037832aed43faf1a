# gc-stress: 2003
import ast

print(ast.dump(ast.parse("x = 1 + y\ndel x, y[0]"), include_attributes=True))
print(ast.dump(ast.parse("f(*a, k=1, **b)", mode="eval"), indent=2))
print(ast.dump(ast.parse("async def f(a, /, b=1, *c, d, e=2, **g) -> int:\n    await a\n    yield"), indent=1))
print(ast.dump(ast.parse("match x:\n    case [1, *r] | {'a': C(z=None), **q} if r: pass")))
print(ast.dump(ast.parse("f'{a!r:>{w}}b{c=}'")))
print(ast.dump(ast.parse("t'{d}x'")))
print(ast.dump(ast.parse("type A[T: int = str, *Ts, **P] = T")))
print(ast.dump(ast.parse("x: int = 1\n(y): str")))
print(ast.dump(compile("a", "x", "single", ast.PyCF_ONLY_AST)))
print(ast.dump(ast.parse("u'a'"), show_empty=True))
