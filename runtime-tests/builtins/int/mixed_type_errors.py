# Operators between int and what it does not know.
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "//": lambda a, b: a // b, "%": lambda a, b: a % b, "**": lambda a, b: a ** b,
       "<<": lambda a, b: a << b, ">>": lambda a, b: a >> b, "&": lambda a, b: a & b, "|": lambda a, b: a | b, "^": lambda a, b: a ^ b, "@": lambda a, b: a @ b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b, "divmod": divmod}
for name, f in ops.items():
    for a, b in ((1, "x"), (None, 1), (1, 1.5), (10**30, [])):
        if name == "*" and type(b) in (str, list): continue
        try: r = f(a, b)
        except TypeError as e: print(e)
for f in (lambda: -"a", lambda: +[], lambda: ~1.5, lambda: 1 << -1, lambda: 1 >> -1, lambda: "a" * 1.5, lambda: [1] * "a", lambda: (1,) * 10**30, lambda: 1 << 10**30, lambda: 0 << 10**30, lambda: 5 >> 10**30, lambda: -5 >> 10**30, lambda: abs("a")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
