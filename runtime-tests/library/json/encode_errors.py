# What cannot be encoded, with notes that say where it is.
import json


def circle():
    items = [1]
    items.append({'a': items})
    return items


shared = [1]
print(json.dumps([shared, shared]))
for value, options in ((object, {}), ([1, {'a': [object]}], {}), ({(1,): 2}, {}), ({'a': {b'k': 1}}, {}), (float('nan'), {'allow_nan': False}), ([float('inf')], {'allow_nan': False}), ({float('-inf'): 1}, {'allow_nan': False}),
                       (circle(), {}), ({1: 1, 'a': 2}, {'sort_keys': True}), ([object], {'default': lambda o: o}), (b'x', {}), ({'a': {1, 2}}, {'indent': 1})):
    try:
        print(json.dumps(value, **options))
    except (TypeError, ValueError, RecursionError) as error:
        print(type(error).__name__, error, getattr(error, '__notes__', None))


class Point:
    def __init__(self, x):
        self.x = x


print(json.dumps([Point(1), {'p': Point([2])}], default=lambda o: {'x': o.x} if isinstance(o, Point) else 1 / 0))
deep = []
for _ in range(100000):
    deep = [deep]
try:
    json.dumps(deep)
except RecursionError as error:
    print('RecursionError')
while deep:
    deep = deep[0]


class Encoder(json.JSONEncoder):
    def default(self, o):
        return sorted(o) if isinstance(o, set) else super().default(o)


print(json.dumps({'s': {3, 1, 2}}, cls=Encoder), Encoder(sort_keys=True).encode({'b': {2}, 'a': ()}))
