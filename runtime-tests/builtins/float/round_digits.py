# round(float, n): correctly rounded, big and negative n, specials.
for v, n in ((2.675, 2), (1.005, 2), (0.5, 0), (1.5, 0), (2.5, 0), (1234567.891, -3), (5e-324, 400), (1e22, -22), (1e300, -300), (5.5e15, -15), (1.2345e-5, 7), (-0.4, 0), (0.0, 5), (-0.0, -1), (123.456, 1000), (123.456, -1000), (9.95, 1), (1e16 + 2, 0)):
    print(v, n, round(v, n))
for v in (float("nan"), float("inf")):
    print(round(v, 1))
    try: round(v)
    except Exception as e: print(type(e).__name__, e)
try: round(1.7e308, -308)
except OverflowError as e: print(e)
print(type(round(2.5)).__name__, round(1e300) == int(1e300), round(2.5, None), type(round(2.5, 0)).__name__)
