def f(a, b, c):
    if a and (b or not c) and a is not None:
        return 1
    if 1 < a <= b < c:
        return 2
    x = a or b and c
    y = x if not a else b
    return a < b, y
