# as_integer_ratio, is_integer, numerator and friends.
print((7).as_integer_ratio(), (-3).as_integer_ratio(), True.as_integer_ratio(), (10).is_integer())
print((7).numerator, (7).denominator, (7).real, (7).imag, (7).conjugate(), True.numerator, type(True.real).__name__)
for name in ("numerator", "real", "imag", "denominator"):
    try: setattr(7, name, 1)
    except AttributeError as e: print(e)
try: (7).foo = 1
except AttributeError as e: print(e)
try: (7).foo
except AttributeError as e: print(e)
print(int.real.__name__, type(int.real).__name__, int.numerator.__objclass__)
