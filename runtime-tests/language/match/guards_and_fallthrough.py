log = []


def note(x):
    log.append(x)
    return x


def f(x):
    match x:
        case [a, b] if note(a) > 5:
            return "big", a, b
        case [a, b] if b:
            return "second", a, b
        case [a, _]:
            return "rest", a
        case y if isinstance(y, int):
            return "int", y
    return "none"


print(f([6, 1]), f([1, 2]), f([1, 0]), f(3), f("s"), log)


def names_stay(x):
    match x:
        case [a, b, c] if False:
            pass
        case [*rest]:
            pass
    return sorted(locals())


print(names_stay([1, 2, 3]))
match (w := 5):
    case 1 | 2:
        print("small")
    case n if (m := n * 2) > 8:
        print(n, m, w)
match 1, 2:
    case 1, x:
        print("open", x)
match [1, 2],:
    case [[1, x]]:
        print("one tuple", x)
