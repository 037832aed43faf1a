# Messages and positions of errors.
import json

for text in ('', ' ', '[1,', '[1', '[1 2]', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '[1,]', '{a}', '"abc', '"\\', '"\\q"', '"\\u12"', '"\\u12x4"', '"a\nb"', 'nul', '-', '1.', '[', '{', '[}', '1 2', '01', '1e', '1e+', '\ufeff1',
             '{"a":1 "b"}', '{"a" 1}', '{1:2}', '{"a":1,  }', '[1,  ]', '{,}', '-Inf', '"\\ud83d\\u"', '"\\u"', '"\\ud83d\\udg00"', '"\\u1234', '[\n1,\n  x]', '"\u0436\\x"', '"\U0001f600', '{"a":[1,{"b":tru}]}', 'Nan', '+1', '.5', "'a'", '[1]]', '\x00'):
    try:
        print(ascii(text), ascii(json.loads(text)))
    except json.JSONDecodeError as error:
        print(ascii(text), error, error.pos, error.lineno, error.colno, error.msg, error.doc == text)
for value in (5, None, ['[1]']):
    try:
        json.loads(value)
    except TypeError as error:
        print(error)
try:
    json.loads('[' * 1000000)
except RecursionError:
    print('RecursionError')
decoder = json.JSONDecoder()
print(decoder.raw_decode('[1] rest'), decoder.raw_decode('x 5', 2))
for index in (-1, 9):
    try:
        decoder.raw_decode('1', index)
    except ValueError as error:
        print(type(error).__name__, error)
