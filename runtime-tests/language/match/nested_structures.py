def evaluate(tree):
    match tree:
        case int() | float():
            return tree
        case ("+", *operands):
            return sum(map(evaluate, operands))
        case ("*", a, b):
            return evaluate(a) * evaluate(b)
        case ("neg", x):
            return -evaluate(x)
        case {"let": {**names}, "in": str() as body}:
            return names[body]
        case [] | ():
            return None
        case _:
            raise ValueError(tree)


print(evaluate(("+", 1, ("*", 2, 3), ("neg", 4))), evaluate({"let": {"x": 7}, "in": "x"}), evaluate(()))
try:
    evaluate("text")
except ValueError as error:
    print(error)


def shape(x):
    match x:
        case {"type": "circle", "radius": r} if r > 0:
            return f"circle {r}"
        case {"type": "rect", "size": [w, h], **rest}:
            return f"rect {w}x{h} {rest}"
        case [{"type": str(kind)}, *others]:
            return kind, len(others)


print(shape({"type": "circle", "radius": 2}), shape({"type": "circle", "radius": 0}))
print(shape({"type": "rect", "size": (1, 2), "color": "red"}), shape([{"type": "x"}, 1, 2]))
