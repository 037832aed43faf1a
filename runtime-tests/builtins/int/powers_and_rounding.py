# pow with three arguments, round with negative digits, division of big numbers.
print(pow(3, 200, 13), pow(3, -1, 7), pow(-3, 5, 7), pow(2, 10, -7), pow(0, 0), pow(2, -2), pow(10, 0, 1), pow(True, 2))
print(round(1234, -2), round(1250, -2), round(1350, -2), round(-15, -1), round(5, -1), round(15, -1), round(12, 3), round(7, -5), round(True), round(-25, -1))
print(10**30 // 7, -10**30 // 7, 10**30 % -7, divmod(-10**20, 3), 10**20 / 10**10, 10**30 / 3, -(10**400) // 10**399, (10**400 + 5) % 10**3)
for f in (lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: pow(2.0, 3, 4), lambda: pow(2, 3, 4.0), lambda: 10**400 / 3, lambda: float(10**400), lambda: round(5, 1.5), lambda: round(5, "x"), lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: divmod(1, 0), lambda: 0 ** -1, lambda: pow("a", 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print((-8) ** (1 / 3) if False else (-8) ** 2, (-2) ** 63, 2 ** 0.5, 10 ** -2, (-1) ** 0.5 == complex(0, 1), 7 ** 77 % 1000)
