# Hooks of the decoder.
import json


text = '{"a": 1, "b": [{"c": 2.5}, {}], "a": NaN, "big": 12345678901234567890, "i": -Infinity}'
print(json.loads(text, object_hook=lambda d: sorted(d)))
print(json.loads(text, object_pairs_hook=lambda pairs: pairs))
print(json.loads(text, object_pairs_hook=tuple, object_hook=dict))
print(json.loads(text, parse_float=lambda s: 'f' + s, parse_int=lambda s: 'i' + s, parse_constant=lambda s: 'c' + s))
print(json.loads('[1e5, -0.0, 7]', parse_float=str, parse_int=float))


class Refuses(Exception):
    pass


def refuse(value):
    raise Refuses(value)


for option in ('object_hook', 'object_pairs_hook', 'parse_float', 'parse_int', 'parse_constant'):
    try:
        json.loads('[{"a": 1.5}, 1, NaN]', **{option: refuse})
    except Refuses as error:
        print(option, error)


class Decoder(json.JSONDecoder):
    def decode(self, text):
        return ['decoded', super().decode(text)]


print(json.loads('[1]', cls=Decoder))
scanner = json.JSONDecoder().scan_once
print(scanner('[1, 2] x', 0), scanner('x 5', 2))
for arguments in (('1', 5), ('1', -1), (b'1', 0), ('x', 0)):
    try:
        print(scanner(*arguments))
    except (StopIteration, ValueError, TypeError) as error:
        print(type(error).__name__, error)
