# What float() takes and refuses.
for v in (" 1.5 ", "1_000.5", "1e5", ".5", "5.", "-.5e-3", "INF", "+nan", "infinity", "١.٥", b"2.5", bytearray(b"1e3"), memoryview(b"7"), "1e400", "-1e400", "1e-400", True, 10**20):
    try: print(v if not isinstance(v, memoryview) else "mv", float(v))
    except Exception as e: print(type(e).__name__, e)
for v in ("", " ", "1_", "_1", "1__0", "1._5", "1e", "e5", "0x10", "1.5.5", "1 5", "nan5", b"\xff", "a\0b", None, [], 1j, object, 10**400, "--1", "1e5_", "\u00bd"):
    try: print(v, float(v))
    except Exception as e: print(type(e).__name__, e)
class A:
    def __float__(self): return 1
class I:
    def __index__(self): return 12
class S:
    def __float__(self): return "x"
for v in (A(), I(), S()):
    try: print(float(v))
    except Exception as e: print(type(e).__name__, e)
for f in (lambda: float(1, 2), lambda: float(x=1), lambda: float()):
    try: print(f())
    except TypeError as e: print(e)
