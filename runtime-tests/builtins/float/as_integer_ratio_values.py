# Exact fractions of floats.
for v in (0.0, -0.0, 0.5, -2.75, 1e22, 0.1, 5e-324, 1.7976931348623157e308):
    n, d = v.as_integer_ratio()
    print(v, n if n < 10**25 else n.bit_length(), d if d < 10**25 else d.bit_length(), n / d == v)
for v in (float("nan"), float("inf"), float("-inf")):
    try: v.as_integer_ratio()
    except Exception as e: print(type(e).__name__, e)
    for f in (int, lambda x: x.__trunc__(), lambda x: x.__floor__(), lambda x: x.__ceil__()):
        try: f(v)
        except Exception as e: print(type(e).__name__, e)
