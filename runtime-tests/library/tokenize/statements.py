# gc-stress: 1009
import io
import tokenize

SOURCE = """\
# head
def f(a, *, b=0x1F):
    if a:  # why
        return [
            a,
            # inside
            b]

    x = 'one' \\
        "two"
é = 1.5e3j
"""
for token in tokenize.generate_tokens(io.StringIO(SOURCE).readline):
    print(tuple(token[:4]), repr(token.line))
