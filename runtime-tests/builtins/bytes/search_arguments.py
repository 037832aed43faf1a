# Searching takes bytes and ints.
b = b"abcabc\x00"
print(b.find(b"c"), b.find(99), b.rfind(99), b.find(b"", 7), b.find(b"", 8), b.index(0), b.count(b"bc"), b.count(97), b.count(b""), b.find(b"a", -4), b.find(bytearray(b"ca")), b.find(memoryview(b"ab"), 1), 98 in b, b"bca" in b, b"" in b)
print(b.startswith(b"ab"), b.startswith((b"x", b"a")), b.endswith(b"\0"), b.startswith(b"bc", 1, 3), b.endswith(bytearray(b"c"), 0, 3), b.startswith(()))
for f in (lambda: b.find("a"), lambda: b.find(256), lambda: b.find(-1), lambda: b.index(b"x"), lambda: b.rindex(1), lambda: "a" in b, lambda: 256 in b, lambda: None in b, lambda: b.count("a"), lambda: b.startswith("a"), lambda: b.startswith(("a",)), lambda: b.endswith([b"a"]), lambda: b.find(1.5), lambda: b.find()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
