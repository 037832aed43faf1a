# About compile: modes, flags, filename kinds, errors.
import ast
c = compile("1 + 1", "file.py", "eval"); print(c.co_filename, eval(c), c.co_name, c.co_firstlineno)
print(eval(compile("a = 5", b"bytes.py", "exec")), compile("1", "x", "single").co_name, type(compile("1", "", "exec", ast.PyCF_ONLY_AST)).__name__, eval(compile(ast.parse("2 * 3", mode="eval"), "t", "eval")), compile("assert 0", "f", "exec", optimize=1).co_names, compile(source="1", filename="f", mode="eval", flags=0, dont_inherit=True).co_filename)
exec(compile("3 + 4", "<s>", "single"))
for f in (lambda: compile("1", "f", "bad"), lambda: compile(5, "f", "eval"), lambda: compile("1", 5, "eval"), lambda: compile("1"), lambda: compile("a b", "f", "exec"), lambda: compile("a\0b", "f", "exec"), lambda: compile("x = 1", "f", "eval"), lambda: compile("1\n2", "f", "single"), lambda: compile("1", "f", "exec", 1 << 30), lambda: compile("1", "f", "exec", optimize=5), lambda: compile(ast.parse("1"), "f", "eval"), lambda: compile("1", "f", "func_type"), lambda: compile("1", "f", "exec", "a")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
