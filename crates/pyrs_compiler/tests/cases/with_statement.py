def f(a):
    with a as x, open(x) as y:
        return x
