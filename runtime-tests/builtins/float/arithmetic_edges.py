# Signed zeros, infinities, nan, rounding and remainder.
inf, nan = float("inf"), float("nan")
print(inf - inf, inf * 0, -inf + 1, nan == nan, nan != nan, nan < 1, inf > 10**400, 1e308 * 10, -0.0 == 0.0, 0.0 * -1, 0.0 + -0.0, -0.0 + -0.0)
print(7.5 // 2, -7.5 // 2, 7.5 % -2, -7.5 % 2, divmod(-7.5, 2), 0.0 % -1, -0.0 % 1, 5 % inf, -5 % inf, 1e20 % 3, inf // 1, 1 // inf, -1 // inf)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1e20), round(1234.5, -2), round(0.5), round(1.5, 0), round(-0.4), round(nan, 2), round(1e300, 5), round(2.5, None))
print(2.0 ** -1, 0.0 ** 0, inf ** 0, nan ** 0, 1 ** nan, (-8.0) ** (1/3), 2.0 ** 1024 if False else "", abs(-0.0), -nan, 1.5 .real, 1e1 == 10, hash(1.0) == hash(1), hash(inf), hash(-inf), 0.1 + 0.2)
for f in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: divmod(1.0, 0.0), lambda: 0.0 ** -1, lambda: 2.0 ** 1024, lambda: int(inf), lambda: int(nan), lambda: round(inf), lambda: round(nan), lambda: inf.as_integer_ratio(), lambda: 1.5 << 1, lambda: 1.5 & 1, lambda: nan.as_integer_ratio(), lambda: round(1.5, 1.5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(1.0 < 2, 2 > 1.5, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 10**23 == 1e23, min(1, 1.0), max(1.0, 1), sorted([1, 0.5, True]))
