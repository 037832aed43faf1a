# Methods of bytes.
b = b"Hello World"
print(b.upper(), b.lower(), b.title(), b.swapcase(), b.capitalize(), b.find(b"o"), b.find(111), b.rfind(b"o"), b.count(b"l"), b.count(108), b.index(b"W"))
print(b.split(), b.split(b"o"), b.rsplit(b"o", 1), b.partition(b" "), b" a ".strip(), b"xax".strip(b"x"), b.replace(b"o", b"0", 1), b"a\nb\r\nc".splitlines())
print(b.startswith((b"x", b"He")), b.endswith(b"ld"), b"".join([b"a", bytearray(b"b")]), b"a".center(3, b"*"), b"7".zfill(3), b"a\tb".expandtabs(4), b.hex(), b.hex("-", 2), b.hex(":", -3))
print(bytes.fromhex("ff 00 0A"), bytes(3), bytes([1, 2]), bytes("é", "utf-8"), bytes(range(3)), b"abc".translate(bytes.maketrans(b"ab", b"xy"), b"c"), b"abc".translate(None, b"a"))
print(b"aB1".isalnum(), b"ab".isalpha(), b"12".isdigit(), b" ".isspace(), b"Ab".istitle(), b"\x80".isascii(), b"pre-x".removeprefix(b"pre-"), b"%d-%s-%b-%c" % (5, b"x", b"y", 65))
for f in (lambda: bytes(-1), lambda: bytes([256]), lambda: bytes("a"), lambda: bytes(["a"]), lambda: bytes(1.5), lambda: b"a" + "b", lambda: b"a".find("a"), lambda: b"a".find(256), lambda: b"".join(["a"]), lambda: bytes.fromhex("0"), lambda: bytes.fromhex("0g"), lambda: b"a"[5], lambda: b"a".split(b""), lambda: b"%d" % "x", lambda: b"%s" % "x", lambda: b"a".index(b"z"), lambda: b"a" < "a", lambda: "a" in b"a", lambda: 256 in b"a", lambda: bytes("a", 5), lambda: bytes(5, "ascii"), lambda: b"a".replace(b"a", "b")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
