def f(xs):
    a = [x + 1 for x in xs if x]
    b = {k: v for k, v in a}
    c = {lambda: x for x in xs}
    d = [[x for x in y] for y in xs]
    return sum(x for x in xs), a, b, c, d

class C:
    y = 1
    z = [y for _ in range(y)]
