# Strings and their escapes.
import json

from json import decoder, encoder

for text in (r'"\"\\\/\b\f\n\r\t"', r'"\u0041\u00e9\u0436"', r'"\ud83d\ude00"', r'"\ud83d"', r'"\ude00\ud83d"', r'"\ud83d\u0041"', r'"\ud83dx"', r'"a\u0000b"', '"\u0436\\n\U0001f600"', '"\x7f\x80"', r'"\uABcd"', r'"\ud83d\ud83d\ude00"'):
    print(ascii(text), ascii(json.loads(text)))
print(ascii(json.loads('"a\tb\nc"', strict=False)), ascii(json.loads('{"a\tb": 1}', strict=False)))
for text in ('', 'plain', '"\\/', '\b\f\n\r\t\x00\x1f\x7f', '\xe9\xff', '\u0436', '\U0001f600', '\ud800', 'a\u2028b', 'x"' * 3):
    print(json.dumps(text), ascii(json.dumps(text, ensure_ascii=False)), encoder.encode_basestring_ascii(text) == encoder.py_encode_basestring_ascii(text), encoder.encode_basestring(text) == encoder.py_encode_basestring(text))
print(decoder.scanstring('abc"def', 0), decoder.scanstring('x"a\\n"', 2), decoder.scanstring('a\n"', 0, False), decoder.scanstring('"', 0))
for arguments in (('abc', 0), ('abc"', 9), ('abc"', -1), (b'a"', 0), ('a\\', 1)):
    try:
        print(decoder.scanstring(*arguments))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
for function in (encoder.encode_basestring, encoder.encode_basestring_ascii):
    for value in (5, b'a', None):
        try:
            print(function(value))
        except TypeError as error:
            print(error)


class Text(str):
    pass


print(json.dumps(Text('a\u0436')), json.dumps({Text('k'): 1}))
