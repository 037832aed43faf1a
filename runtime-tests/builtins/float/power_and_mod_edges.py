# Powers, remainders and divisions at the edges.
inf, nan = float("inf"), float("nan")
for a, b in ((0.0, -1), (0.0, -inf), (-0.0, -inf), (-0.0, -1.0), (-8.0, 1 / 3), (2.0, 1024), (2.0, -1075), (1.0, inf), (-1.0, inf), (0.5, inf), (inf, 0), (nan, 0), (1, nan), (-inf, 3), (-inf, -3), (-2.0, 3)):
    try: print(a, b, a ** b)
    except Exception as e: print(a, b, type(e).__name__, e)
for a, b in ((5.5, 2), (-5.5, 2), (5.5, -2), (-5.5, -2), (5.0, inf), (-5.0, inf), (5.0, -inf), (0.0, -3), (-0.0, 3), (inf, 2), (nan, 1), (1e308, 1e-308), (1.0, 0.1)):
    print(a, b, a % b, a // b, divmod(a, b))
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.0, 0.0), lambda: pow(1.0, 2, 3), lambda: 1.0 + 10**400, lambda: 2.0 ** 10**5, lambda: 1.0 < 10**400):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
