def f(a, w):
    return f"{a}", f"{a!r:>{w}} x {w=}", "a" "b", t"{a}!"
