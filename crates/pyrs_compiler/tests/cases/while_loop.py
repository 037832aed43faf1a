def f(n):
    i = 0
    while True:
        i += 1
        if i == n:
            break
        if i % 2:
            continue
        n -= 1
    else:
        return 0
    return i
