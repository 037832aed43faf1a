# float() of strings and objects, and the shortest repr.
for s in ("1.5", " -2 ", "1e3", "1_0.5", ".5", "5.", "inf", "-Infinity", "nan", "+nan", "1E-400", "1e400", "٣.٥", b"2.5", "0x1p3" if False else "-0"):
    print(repr(s), float(s))
for f in (0.1, 1/3, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 1.0, -0.0, 5e-324, 1.7976931348623157e308, 2.5e-7, 100.0, 1e22, 1e23, float("inf")):
    print(repr(f), str(f), f.hex(), f.is_integer())
class A:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 3
for a in (A(), I(), True, 10**20):
    print(float(a))
for f in (lambda: float("x"), lambda: float(""), lambda: float("1__0"), lambda: float(None), lambda: float("1 2"), lambda: float(1j), lambda: float(b"z"), lambda: float.fromhex("zz"), lambda: float("_1")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(float.fromhex("0x1.8p1"), float.fromhex("-inf"), float.fromhex("1.8"), (0.1).as_integer_ratio(), (2.0).__trunc__(), (-2.5).__floor__(), (-2.5).__ceil__(), float.from_number(3) if hasattr(float, "from_number") else "")
