# Values of every kind.
import json

for text in ('1', '-0', '0', '1.5', '-1e3', '1E-2', '123456789012345678901234567890', '-9223372036854775808', '1e999', 'true', 'false', 'null', 'NaN', 'Infinity', '-Infinity',
             '""', '"a"', '[]', '[ ]', '{}', '{ }', '[1, [2, []], {"a": [{}]}]', '{"a": {"b": null}, "a": 2}', ' \t\r\n1 \n', '[1 ,\n2]', '{"a" : 1 , "b" :2 }', '0.1', '1e5', '123456789012345678', '-1234567890123456789'):
    print(text, repr(json.loads(text)))
print(json.loads(b'{"a": "\xc3\xa9"}'), json.loads(bytearray(b'[1]')), json.loads('[1]'.encode('utf-16')), json.loads('"\u0436"'.encode('utf-32-be')))
keys = [list(d)[0] for d in json.loads('[{"key": 1}, {"key": 2}]')]
print(keys[0] is keys[1], json.loads('[' * 300 + ']' * 300) is not None)
