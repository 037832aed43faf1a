# Literal, value, capture, or- and as-patterns, and what stays bound.
class Color:
    RED = 1
    class Deep:
        GREEN = "g"
def what(v):
    match v:
        case Color.RED:
            return "red"
        case Color.Deep.GREEN | "h":
            return "green"
        case -5 | 2.5 | 1 + 2j | "a" "b" | b"x":
            return "literal"
        case None | False:
            return "singleton"
        case (1 | 2 as n, "x" | "y" as s):
            return n, s
        case other:
            return "other", other
for v in [1, True, "g", "h", -5, 2.5, 1 + 2j, "ab", b"x", None, False, 0, (2, "y"), (3, "y")]:
    print(repr(v), what(v))
match [1, 2]:
    case [a, 3]:
        pass
    case [a, b]:
        print("bound", a, b)
match = {"case": 1}
case = "case"
print(match[case])
match match:
    case {"case": type}:
        print(type)
