def f(xs, d):
    total = 0
    for x in xs:
        for k, v in d.items():
            total += x * v
    for i in range(10):
        if i > 3:
            continue
    else:
        total = i
    return total
