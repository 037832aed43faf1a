import ast
import __future__

print(eval(compile("1 + 1", "f", "eval")), type(compile("1", "f", "eval", ast.PyCF_ONLY_AST)).__name__)
code = compile("x: undefined\nprint(__annotations__)", "f", "exec", __future__.annotations.compiler_flag)
exec(code, {})
print(bool(code.co_flags & __future__.annotations.compiler_flag))
for args in (("1", "f", "nope"), ("1", "f", "exec", 1 << 30), ("1", "f", "exec", 0, False, 7), (5, "f", "exec"), ("1", 5, "exec"), ("1",), ("x = 1", "f", "eval"), ("a\0b", "f", "exec")):
    try:
        compile(*args)
        print("compiled", args[1:])
    except (ValueError, TypeError, SyntaxError) as error:
        print(type(error).__name__, error)
print(compile(b"x = 1", "f", "exec").co_filename, compile("", b"bytes name", "exec").co_filename)
exec(compile("3", "f", "single"))
exec(compile(ast.parse("y = 40 + 2"), "f", "exec"))
print(y, eval(compile(ast.Expression(ast.Constant(7, lineno=1, col_offset=0)), "f", "eval")))
namespace = {}
exec("from __future__ import annotations\nz: nope = 1", namespace)
print(namespace["z"], namespace["__annotations__"])
