def f(xs):
    y = 1
    for x in xs:
        print(y)
        if x:
            del y
    return y
