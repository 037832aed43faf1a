import warnings

sources = [r"'\d'", r"b'\d'", r"'\400'", r"b'\777'", r"f'\d{1}'", r"'\8'", "'''\n\\q'''", "f'{1}\\{2}'", r"r'\d'", "0x1for x in y", "1or 2", "1if 1else 0", "0b1and 1", "1 is 1", "() is ()", "'a' is not x", "1()", "'a'[1.0]", "[1](2)", "[1, 2][1, 2]", "assert (1, 'x')", "{}[1]()", "None()", "(lambda: 0)[0]"]
for source in sources:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<w>", "exec")
        except SyntaxError as error:
            print(repr(source), "SyntaxError", error.msg)
    for warning in caught:
        print(repr(source), warning.category.__name__, warning.message, warning.lineno)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        compile("x = 1\ny = '\\d'\n", "<w>", "exec")
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset, error.text)
