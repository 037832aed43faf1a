# gc-stress: 1009
import _tokenize
import io
import tokenize

SOURCES = ["(a", "'abc", "'''abc\nd", "f'abc", "x\\ y", "0x\n", "if x:\n    y\n  z\n", "\x01", "1__0",
           "if 1:\n\tx\n        y\n", "f'{a:{b:{c:{d}}}}'", "x = 012", "\u20ac = 1"]
for source in SOURCES:
    print(repr(source))
    try:
        for token in _tokenize.TokenizerIter(io.StringIO(source).readline, extra_tokens=True):
            print("   ", token[0], repr(token[1]))
    except SyntaxError as error:
        print("   ", type(error).__name__, error.msg)
    try:
        list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, IndentationError) as error:
        print("   ", type(error).__name__, error.args[0])
try:
    next(_tokenize.TokenizerIter(lambda: 3, extra_tokens=True))
except TypeError as error:
    print(error)
