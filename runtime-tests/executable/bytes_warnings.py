"""-b and -bb: comparisons of bytes with text, and texts of bytes."""

from _run import show

PROGRAM = """
def attempt(function):
    try:
        print(function())
    except BytesWarning as warning:
        print("BytesWarning:", warning)

for function in (
    lambda: b'a' == 'a', lambda: 'a' == b'a', lambda: b'a' != 'a', lambda: b'a' == 1, lambda: 1 == b'a',
    lambda: str(b'a'), lambda: str(bytearray(b'a')), lambda: f'{b"a"}', lambda: '%s' % b'a', lambda: '{}'.format(b'a'),
    lambda: bytearray(b'a') == 'a', lambda: 'a' == bytearray(b'a'), lambda: bytearray(b'a') == 1, lambda: repr(b'a'),
    lambda: str(b'a', 'utf-8'), lambda: b'a' in ['a'], lambda: b'a' == b'b', lambda: b'a' == bytearray(b'a'),
):
    attempt(function)
"""
show("-bb", "-c", PROGRAM)
show("-c", PROGRAM)
show("-b", "-c", "b'a' == 'a'")
show("-b", "-c", "import sys; print(sys.warnoptions, sys.flags.bytes_warning)")
