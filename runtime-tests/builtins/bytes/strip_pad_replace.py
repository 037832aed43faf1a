# strip, removeprefix, pad, replace, expandtabs, translate.
print(b" \t\x0ba\n".strip(), b"xxaxx".lstrip(b"x"), b"abcba".strip(b"ab"), b"a".rstrip(b""), b"pre-x".removeprefix(b"pre-"), b"x.py".removesuffix(bytearray(b".py")), b"a".strip(None))
print(b"a".center(4, b"*"), b"ab".ljust(4) + b"|", b"ab".rjust(4, b"."), b"-5".zfill(4), b"+".zfill(3), b"a\tb\n\tc".expandtabs(3), b"aaa".replace(b"a", b"b", 2), b"ab".replace(b"", b"-"), b"ab".replace(b"", b"-", 1), b"aXb".replace(b"X", b""), b"aa".replace(b"a", b"", count=1) if False else b"")
t = bytes.maketrans(b"abc", b"xyz")
print(len(t), b"aabbcd".translate(t), b"abc".translate(None, b"b"), b"abc".translate(t, delete=b"a"), b"abc".translate(bytearray(range(256))))
for f in (lambda: b"a".strip("a"), lambda: b"a".center(3, "*"), lambda: b"a".center(3, b"ab"), lambda: b"a".replace("a", b"b"), lambda: b"a".translate(b"x"), lambda: b"a".translate("x"), lambda: bytes.maketrans(b"a", b"bc"), lambda: bytes.maketrans("a", "b"), lambda: b"a".removeprefix("a"), lambda: b"a".ljust(4, 1), lambda: b"a".zfill("a"), lambda: b"a".replace(b"a"), lambda: b"a".strip(1), lambda: b"a".translate()):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
