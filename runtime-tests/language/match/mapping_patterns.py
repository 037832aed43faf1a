# Mapping patterns look at some keys and keep the rest.
def what(v):
    match v:
        case {"type": "circle", "r": r}:
            return "circle", r
        case {"type": str(kind), **rest}:
            return kind, rest
        case {1: a, -1: b, None: c}:
            return a, b, c
        case {"deep": {"list": [_, second, *_]}}:
            return second
        case {}:
            return "mapping"
        case _:
            return "other"
for v in [{"type": "circle", "r": 2, "x": 1}, {"type": "box", "w": 1}, {"type": 5}, {1: 1, -1: 2, None: 3}, {"deep": {"list": [1, 2, 3]}}, {"deep": {"list": [1]}}, {}, [], "s"]:
    print(what(v))
class Default(dict):
    def __missing__(self, key):
        return "made"
match Default():
    case {"x": x}:
        print("found", x)
    case _:
        print("missing is not called")
try:
    key = type("K", (), {"a": 1, "b": 1})
    match {1: 1}:
        case {key.a: x, key.b: y}:
            pass
except ValueError as e:
    print(e)
