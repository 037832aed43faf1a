# Error handlers of decoders.
for data in (b"a\xffb", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xc0\x80", b"\xf5\x80\x80\x80", b"ab\x80\x81c", b"\xe2\x28\xa1", b"\xf4\x90\x80\x80"):
    for h in ("ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass", "strict"):
        try: print(data, h, ascii(data.decode("utf-8", h)))
        except UnicodeDecodeError as e: print(data, h, e)
for enc in ("ascii", "latin-1"):
    for h in ("ignore", "replace", "backslashreplace", "surrogateescape", "strict"):
        try: print(enc, h, ascii(b"a\xe9\x80z".decode(enc, h)))
        except UnicodeDecodeError as e: print(e)
for f in (lambda: b"a".decode("no-such"), lambda: b"\xff".decode("utf-8", "nope"), lambda: b"a".decode("hex"), lambda: b"a".decode(1), lambda: b"a".decode("ascii", None), lambda: b"\xff".decode("utf-8", "xmlcharrefreplace")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
