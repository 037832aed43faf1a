# int() of strings, floats and objects.
for a in (("12",), (" -1_000 ",), ("0x1f", 16), ("1f", 16), ("0b101", 0), ("0o17", 0), ("z", 36), ("٣٤",), (b"12",), (3.99,), (-3.99,), (True,), ("+5",), (1e20,), (bytearray(b"7"), 8), ("0", 0), ("00", 0), ("-0x10", 16)):
    print(a, int(*a))
class A:
    def __int__(self): return 7
class I:
    def __index__(self): return 8
class T:
    def __trunc__(self): return 9
class S(int): pass
print(int(A()), int(I()), int(S(5)), type(int(S(5))).__name__, int(), S("12") + 1)
class R:
    def __int__(self): return "x"
for a in (("",), ("1__0",), ("_1",), ("1_",), ("0x",), ("12", 1), ("12", 37), ("9", 8), (1.5, 10), (float("inf"),), (float("nan"),), (None,), ([],), ("01", 0), ("1.5",), (b"x",), ("é",), ("1\0",), (T(),), (R(),), ("12", "a"), (1j,), ("- 1",), ("a" * 50,)):
    try: print(a[1:], int(*a))
    except Exception as e: print(type(e).__name__, e)
