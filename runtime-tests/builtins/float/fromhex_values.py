# float.fromhex of good and bad texts.
for s in ("0x1.8p1", "-0x.1p4", "1", "0x1p-1074", "0x1p-1075", "0x1.8p-1075", "inf", "-Infinity", "nan", " 0x1 ", "0x1.fffffffffffff8p0", "0x1.fffffffffffff7p0", "a.8", "1p3", "0X1P+5", "0x1.ffffffffffffffp1023"):
    try: print(s, float.fromhex(s))
    except Exception as e: print(s, type(e).__name__, e)
for s in ("", "0x", "0x1p", "0x1.p2q", "g", "0x1p1024", "0x1p99999999999999999999", "0x0p99999999999999999999", "1__0", "0x 1", "+", "infi", "0x1p-99999999999999999999"):
    try: print(repr(s), float.fromhex(s))
    except Exception as e: print(repr(s), type(e).__name__, e)
try: float.fromhex(5)
except TypeError as e: print(e)
class F(float): pass
print(type(F.fromhex("0x2p0")).__name__)
