# Values of every kind.
import json


for value in (1, -5, 2**70, 1.0, 0.1, 1e300, -0.0, float('nan'), float('inf'), float('-inf'), True, False, None, '', [], (), {}, [[]], [{}], [1, 'a', None, (2, 3)], {'a': [1, {'b': ()}]}, {1: 2, 1.5: 3, True: 4, None: 5, 'x': 6}):
    print(repr(value), json.dumps(value))
print(json.dumps({'b': 1, 'a': {'d': 2, 'c': 3}}, sort_keys=True), json.dumps([1, {'a': 2}], separators=(',', ':')), json.dumps({(1,): 1, 'a': 2}, skipkeys=True), json.dumps({(1,): 1}, skipkeys=True))
print(json.dumps({'\u0436': '\u0436'}, ensure_ascii=False), json.dumps(['a\u2603', '\U0001f600']))


class Number(int):
    def __repr__(self):
        return 'Number'


class Real(float):
    def __repr__(self):
        return 'Real'


class Mapping(dict):
    def items(self):
        return [('own', 1)]


class Items(list):
    pass


print(json.dumps([Number(5), Real(1.5), Mapping(a=1), Items([1]), Mapping()]), json.dumps({Number(5): 1, Real(2.5): 2}))
print(json.dumps({'x': [1, 2, {'y': 'z'}], 'n': None}) == ''.join(json.JSONEncoder().iterencode({'x': [1, 2, {'y': 'z'}], 'n': None})))
