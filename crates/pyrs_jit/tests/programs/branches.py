def f(n, flag, other):
    t = 0
    for i in range(n):
        if flag and not other:
            t += 1
        elif other is None:
            t += 2
        else:
            t -= 1 if i & 1 else 3
        x = i if i > 5 else None
        if x is not None and x != 7:
            t += x >> 1
        if not i:
            flag = not flag
    return t
def main():
    return f(4000, True, False), f(4000, False, None), f(3000, 1, 0), f(10, [], ()), f(5000, 0.0, "a")
