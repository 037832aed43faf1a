# partition and rpartition.
for s, p in (("a.b.c", "."), ("abc", "."), ("", "x"), ("aXXbXXc", "XX"), (".a", "."), ("a.", "."), ("é—é", "—")):
    print(s.partition(p), s.rpartition(p))
for f in (lambda: "a".partition(""), lambda: "a".rpartition(""), lambda: "a".partition(1), lambda: "a".partition(), lambda: "a".rpartition(None)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
