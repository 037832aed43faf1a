def f(c, p):
    if c:
        x = 1
    else:
        y = 2
    print(x, p)
    for z in c:
        pass
    del p
    return x, y, z, p
