# gc-stress: 2003
import ast

for source, mode in [("a b", "exec"), ("a; b", "eval"), ("x =", "exec"), ("(", "exec"), ("a\nb", "single")]:
    try:
        ast.parse(source, "name.py", mode)
    except SyntaxError as error:
        print(error.msg, error.filename, error.lineno)
for args in [("1", "x", "bad"), ("1", "x", "exec", 0x40000000)]:
    try:
        compile(*args)
    except ValueError as error:
        print(error)
print(ast.dump(ast.parse(b"# coding: latin-1\nx = '\xe9'")))
print(eval(compile(ast.parse("-" * 20 + "1", mode="eval"), "x", "eval")))
