# str() of bytes and objects, encode and its error handlers.
class A:
    def __repr__(self): return "<A>"
class B(A):
    def __str__(self): return "B!"
class Bad:
    def __str__(self): return 5
class S(str): pass
print(str(), str(A()), str(B()), repr(B()), str(b"ab", "ascii"), str(b"\xff", "latin-1"), str(b"x"), str(object=5), str(S("s")), type(str(S("s"))).__name__)
s = "aé€\U0001f600"
print(s.encode(), s.encode("utf-16-le"), s.encode("utf-8"), s[:2].encode("latin-1"), s.encode("ascii", "ignore"), s.encode("ascii", "replace"), s.encode("ascii", "xmlcharrefreplace"), s.encode("ascii", "backslashreplace"))
print("\udc80".encode("utf-8", "surrogateescape"), "\ud800".encode("utf-8", "surrogatepass"))
for f in (lambda: str(Bad()), lambda: s.encode("ascii"), lambda: s.encode("nope"), lambda: "\ud800".encode(), lambda: str("a", "ascii"), lambda: str(5, "ascii"), lambda: b"\xff".decode(), lambda: b"\xe2\x82".decode(), lambda: "é".encode("ascii", "nope"), lambda: b"a\x80b".decode("ascii")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
