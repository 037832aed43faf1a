# SyntaxError's fields and text.
e = SyntaxError("msg", ("file.py", 3, 5, "some text\n", 3, 9))
print(e.msg, e.filename, e.lineno, e.offset, repr(e.text), e.end_lineno, e.end_offset, e.print_file_and_line, e.args, str(e), repr(e))
for args in ((), ("m",), ("m", ("f", 1, 2, "t")), ("m", (None, None, None, None)), ("m", ["f", 1, 2, "t"]), ("m", ("dir/f.py", 7, None, None))):
    e = SyntaxError(*args); print(args, str(e), e.msg, e.filename, e.lineno, e.offset, e.text, e.end_lineno)
for args in (("m", ("f", 1)), ("m", 5), ("m", ("f", 1, 2, "t", 3)), ("m", "abcd"), ("m", ("f", 1, 2, "t", 1, 2, 3, 4))):
    try: e = SyntaxError(*args); print(args, e.filename)
    except Exception as x: print(args, type(x).__name__, x)
e = SyntaxError("m"); e.lineno = 4; print(e); e.filename = "a/b.py"; print(e); e.msg = 7; print(e)
print(IndentationError.__mro__[1].__name__, TabError.__mro__[1].__name__, TabError("t", ("f", 1, 1, "x")))
