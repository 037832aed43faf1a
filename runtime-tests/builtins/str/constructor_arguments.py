# str() with bytes, encodings and keywords.
print(str(), str(b"a"), str(b"\xc3\xa9", "utf-8"), str(bytearray(b"x"), "ascii"), str(memoryview(b"m"), "ascii"), str(object=5), str(b"\xff", errors="replace") == "\ufffd", str(b"a", encoding="ascii", errors="strict"), str(b"", "no-such-codec-and-empty") if False else "")
for f in (lambda: str("a", "ascii"), lambda: str(5, "ascii"), lambda: str(b"\xff", "ascii"), lambda: str(b"a", 5), lambda: str(b"a", "ascii", 5), lambda: str(1, 2, 3, 4), lambda: str(foo=1), lambda: str(errors="x"), lambda: str(encoding="x")):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
class A:
    def __str__(self): return 5
class B:
    def __repr__(self): return None
class C:
    def __str__(self): return S("s")
class S(str): pass
for v in (A(), B(), C()):
    try: print(type(str(v)).__name__, str(v))
    except TypeError as e: print(e)
print(type(S("x").__str__()).__name__, type(str(S("x"))).__name__, type(S("x") + "y").__name__, type(S("x").upper()).__name__, type(S("x")[:]).__name__, type(S("x").strip()).__name__)
