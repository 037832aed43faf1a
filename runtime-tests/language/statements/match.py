# The match statement: every kind of pattern.
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y):
        self.x, self.y = x, y
class Color:
    RED = 1
def kind(value):
    match value:
        case 0 | 1:
            return "small"
        case -5:
            return "minus five"
        case 2.5:
            return "float"
        case "text" | b"bytes":
            return "string"
        case None:
            return "none"
        case True:
            return "never, because 1 came first"
        case Color.RED:
            return "never"
        case []:
            return "empty"
        case [1]:
            return "just one"
        case [1, x]:
            return f"one and {x}"
        case [first, *rest] if len(rest) > 2:
            return f"long {first} {rest}"
        case [_, (a, b)]:
            return f"nested {a} {b}"
        case [*_, "last"]:
            return "ends"
        case {"type": "a", "n": int(n)}:
            return f"map {n}"
        case {"type": t, **others}:
            return f"other map {t} {others}"
        case Point(0, 0):
            return "origin"
        case Point(x=0, y=y):
            return f"on y at {y}"
        case Point(x, y) as p if x == y:
            return f"diagonal {p.x}"
        case str() as s:
            return f"str {s}"
        case int(n) | float(n):
            return f"number {n}"
        case (1, 2) | [3, 4]:
            return "never"
        case _:
            return "other"
for value in (0, True, -5, 2.5, "text", b"bytes", None, [], [1], (1, 9), [1, 2, 3, 4], ["x", (7, 8)], [0, 0, "last"], {"type": "a", "n": 5},
              {"type": "a", "n": "x"}, {"type": "q", "z": 1}, {}, Point(0, 0), Point(0, 4), Point(3, 3), Point(1, 2), "hello", 77, 1.25, {1}, "ab"):
    print(kind(value))
match 5:
    case 6:
        print("no")
match [1, [2, 3]]:
    case [x, [y, z]]:
        print(x, y, z)
try:
    match 5:
        case int(a, b):
            pass
except TypeError as error:
    print(error)
