# split, rsplit, partition, splitlines, join of bytes.
print(b" a  b\tc\x0b".split(), b"a,b,,c".split(b","), b"a,b,c".split(b",", 1), b"a,b,c".rsplit(b",", 1), b" a b ".rsplit(None, 1), b"".split(), b"".split(b","), b"a\xa0b".split(), b"aXXb".split(b"XX"), b"a b".split(maxsplit=0))
print(b"a.b.c".partition(b"."), b"a.b.c".rpartition(b"."), b"abc".partition(b"."), b"abc".rpartition(b"."), bytearray(b"a-b").partition(b"-"))
print(b"a\nb\r\nc\rd\x0be\x85".splitlines(), b"a\n\n".splitlines(True), b"".splitlines())
print(b",".join([b"a", bytearray(b"b"), memoryview(b"c")]), b"".join([]), b"-".join((b"x",)), type(bytearray(b"-").join([b"a"])).__name__)
for f in (lambda: b"a".split(b""), lambda: b"a".split("a"), lambda: b"a".split(1), lambda: b"a".partition(b""), lambda: b"a".partition("a"), lambda: b",".join(["a"]), lambda: b",".join([b"a", 1]), lambda: b",".join(5), lambda: b",".join(b"ab"), lambda: b"a".rsplit(b"")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
