try:
    compile("x = 1\ny = (a b)\n", "name.py", "exec")
except SyntaxError as error:
    print(error.args)
    print(error.filename, error.lineno, error.offset, error.end_lineno, error.end_offset)
    print(repr(error.text), error.msg, error.print_file_and_line)
    print(str(error))
    error.msg = "other"
    print(str(error), error.args[0])
    error.filename = None
    print(str(error))

try:
    compile("def f(a, a): pass", "name.py", "exec")
except SyntaxError as error:
    print(error.args, error.lineno, error.offset, error.text)

try:
    compile("return", "name.py", "exec")
except SyntaxError as error:
    print(error.args)

for args in [(), ("m",), ("m", ("f", 1, 2, "t")), ("m", ("f", 1, 2, "t", 3, 4)), ("m", ("f", 1, 2, "t", 3, 4, 5))]:
    error = SyntaxError(*args)
    print(error.msg, error.filename, error.lineno, error.end_lineno, getattr(error, "end_offset", None), repr(error))
for args in [("m", ("f", 1)), ("m", 5), ("m", ("f", 1, 2, "t", 3))]:
    try:
        SyntaxError(*args)
    except Exception as error:
        print(type(error).__name__, error)
print(issubclass(TabError, IndentationError), issubclass(IndentationError, SyntaxError), SyntaxError.__bases__)
