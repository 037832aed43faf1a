# Messages and places of errors in patterns.
import re


patterns = ['(', ')', '(?', '(?P', '(?P<', '(?P<>a)', '(?P<1>a)', '(?P<a', '(?P=a)', '(?P=a', '[', '[a', '[b-a]', '[\\d-a]', '[a-\\d]', '*', '+a', 'a**', '\\', '(?<a)', '(?<=a*)b',
            '(?<=a|bc)d', '(?(1)a)', '(?(a)b)', '(?(1', '(a)(?(1)b|c|d)', '(?(0)a)', '(?#', '(?P<a>x)(?P<a>y)', '\\1', '(a\\1)', '\\8', '\\400', '\\x1', '\\u12', '\\U0011ffff', '\\q', '[\\q]',
            '(?:a', 'a\n(b\n', '(?P<a.b>x)', '(?Pa)', '(?>a', '(?<!a+)', 'x{3,2}', '(?P<\u0436>a)(?P=x)', '(?<=(a)\\1)b', '(?(-1)a)']
for pattern in patterns:
    try:
        re.compile(pattern)
        print(ascii(pattern), 'is right')
    except re.error as error:
        print(ascii(pattern), ascii(error.msg), error.pos, error.lineno, error.colno, ascii(str(error)))
for pattern in (5, None, ['a'], bytearray(b'a')):
    try:
        print(re.compile(pattern))
    except TypeError as error:
        print(error)
try:
    re.compile(re.compile('a'), re.I)
except ValueError as error:
    print(error)
try:
    re.compile(b'a', re.U)
except ValueError as error:
    print(error)
print(re.error is re.PatternError, issubclass(re.error, Exception))
