import collections
import types


class Key:
    name = "k"
    number = 1


class Default(dict):
    def __missing__(self, key):
        return "made up"


def f(x):
    match x:
        case {Key.name: v, Key.number: w}:
            return "dotted", v, w
        case {"a": 1, **rest}:
            return "rest", rest
        case {-1: a, 1.5: b, 2 + 3j: c, b"x": d}:
            return a, b, c, d
        case {None: x, True: y}:
            return x, y
        case {"z": _}:
            return "z"
        case {}:
            return "any mapping"
    return "no mapping"


for x in ({"k": 1, 1: 2}, {"a": 1, "b": 2}, {"a": 2}, {-1: 1, 1.5: 2, 2 + 3j: 3, b"x": 4}, {None: 0, True: 1}, {"z": []}, {}, Default(), collections.defaultdict(list), types.MappingProxyType({"a": 1}), collections.ChainMap({"a": 1}, {"c": 3}), [], "a"):
    print(f(x))
d = collections.defaultdict(int)
match d:
    case {"missing": 0}:
        print("created")
    case _:
        print("not created", dict(d))
class Twice:
    a = b = 1
try:
    match {1: 2}:
        case {Twice.a: x, Twice.b: y}:
            print("matched")
except ValueError as error:
    print(error)
