# The module of the engine.
import re

import _sre

print(_sre.MAGIC, _sre.CODESIZE, _sre.MAXREPEAT, _sre.MAXGROUPS, _sre.getcodesize(), _sre.copyright)
print([_sre.unicode_tolower(c) for c in (65, 0xc9, 0x130, 0x416, 0x1e9e, 0x10400, 97)], [_sre.ascii_tolower(c) for c in (65, 0xc9, 97)])
print([_sre.unicode_iscased(c) for c in (65, 48, 0xdf, 0x4e00, 0x345)], [_sre.ascii_iscased(c) for c in (65, 0xc9, 48)])
for code in ([], [99], [16, 1], [27, 1], [7, 0], [6, 99, 1], [13, 5, 1], [24, 3, 0, 1], [17, 0, 1]):
    try:
        print(_sre.compile('x', 0, code, 0, {}, ()))
    except RuntimeError as error:
        print(code, error)
for code in ([-1], [2**32]):
    try:
        _sre.compile('x', 0, code, 0, {}, ())
    except OverflowError as error:
        print(error)
for parts in ([], ['a'], ['a', 1], ['a', -1, 'b']):
    try:
        print(type(_sre.template(re.compile('(a)'), parts)))
    except TypeError as error:
        print(parts, error)
