def f():
    x: undefined_name = 1
    y: also(undefined)
    (z): int = 2
    try:
        y
    except UnboundLocalError as error:
        print(error)
    a = type("A", (), {})()
    a.b: print("evaluated?") = 3
    return x, z, a.b


print(f(), f.__annotations__)


def g():
    seen = []
    d = {}
    d[seen.append("index") or 1]: seen.append("annotation")
    return seen


print(g())
