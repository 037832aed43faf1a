def f(x, g):
    y = x + (x := 1) + x
    g(x, (x := 2), x)
    while (line := g()):
        y += line
    return [last := z for z in y], last
