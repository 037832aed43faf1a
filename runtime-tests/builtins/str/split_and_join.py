# split, rsplit, splitlines, partition and join.
s = "a,b,,c,"
print(s.split(","), s.split(",", 2), s.rsplit(",", 2), s.split(",", 0), s.split(",", -1))
print(" a  b\tc\n".split(), " a  b c ".split(None, 1), " a  b c ".rsplit(None, 1), "".split(), "".split(","), "   ".split())
print("aXXbXXXc".split("XX"), "aXXbXXXc".rsplit("XX"), "\x1c a\u2003b\x85".split())
print("a\nb\r\nc\rd\x0be\x0cf\x1cg\u2028h".splitlines(), "a\nb\n".splitlines(True), "".splitlines(), "\n\n".splitlines())
print("k=v=w".partition("="), "k=v=w".rpartition("="), "k".partition("="), "k".rpartition("="))
print(",".join("abc"), "".join([]), "-".join(("x",)), "ab".join({"k": 1}), ",".join(str(i) for i in range(3)))
for f in (lambda: "a".split(""), lambda: "a".partition(""), lambda: ",".join([1, 2]), lambda: ",".join(["a", None]), lambda: ",".join(5), lambda: "a".split(5), lambda: "a".split(maxsplit="x")):
    try: print(f())
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
