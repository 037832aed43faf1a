# What int() refuses, with its words.
class X: pass
class Bad:
    def __int__(self): return "no"
class BadIndex:
    def __index__(self): return 1.5
class Trunc:
    def __trunc__(self): return 3
for args in (("",), (" ",), ("1_",), ("_1",), ("1__0",), ("0x",), ("0b2", 2), ("12", 1), ("12", 37), ("z", 35), (b"\xff",), ("1\x00",), (X(),), (Bad(),), (BadIndex(),), (Trunc(),),
             (3, 10), (1.5, 10), (float("nan"),), (float("inf"),), (float("-inf"),), ("1", "2"), ("010", 0), ("+-1",), (None,), ([],), (1j,), ("\u0661\u0662", 10), ("１２",), ("1" * 30 + "x",), ("9", -1), (b"12 3",), (bytearray(b"q"),)):
    try: print(args[0] if isinstance(args[0], str) else type(args[0]).__name__, int(*args))
    except Exception as e: print(type(e).__name__, e)
try: int(base=10)
except TypeError as e: print(e)
try: int(x=5)
except TypeError as e: print(e)
print(int(), int("0b101", 0), int("0o17", 0), int(" -0xFf ", 16), int("z", 36), int(b" 42\n"), int(memoryview(b"17").tobytes()))
