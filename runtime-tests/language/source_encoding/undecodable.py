sources = [
    b"x = '\xff'\n",
    b"# coding: no-such-codec\nx = 1\n",
    b"# coding: ascii\nx = '\xc3'\n",
    b"x = 1\n# \xe9\n",
    b"x = 1\ny = 2\nz = '\xc3\x28'\n",
]
for source in sources:
    try:
        exec(source)
    except SyntaxError as error:
        print(error.msg, error.lineno)
for source in b"x = 1\0", "x\0 = 1":
    try:
        exec(source)
    except (SyntaxError, ValueError) as error:
        print(type(error).__name__, error)
