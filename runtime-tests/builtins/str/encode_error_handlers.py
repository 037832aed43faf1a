# Error handlers of encoders.
s = "a\xe9\u20ac\U0001d11e\ud800z"
for enc in ("ascii", "latin-1", "utf-8", "utf-16-le", "utf-32-be", "cp1252" if False else "ascii"):
    for h in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace" if False else "ignore", "surrogateescape", "surrogatepass", "strict"):
        try: print(enc, h, s.encode(enc, h))
        except UnicodeEncodeError as e: print(enc, h, e)
print("\udc80\udcff".encode("utf-8", "surrogateescape"), "\udc80".encode("ascii", "surrogateescape"))
for f in (lambda: "é".encode("ascii", "nope"), lambda: "a".encode("ascii", "nope"), lambda: "a".encode("no-such"), lambda: "a".encode(5), lambda: "a".encode("ascii", 5), lambda: "a".encode("utf\0"), lambda: "a".encode("rot13"), lambda: "a".encode(errors="strict")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
