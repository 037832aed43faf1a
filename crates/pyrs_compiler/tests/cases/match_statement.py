def f(p):
    match p:
        case 1 | -2 | "s":
            return 1
        case [x, (y, _), *rest] if x:
            return rest
        case {"k": v, **others}:
            return v
        case Point(a, b=None):
            return a
        case _:
            return None
