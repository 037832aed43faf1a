# split and rsplit with maxsplit, separators and errors.
print("  a b  c ".split(), "  a b  c ".split(maxsplit=1), "  a b  c ".rsplit(maxsplit=1), "  a b  c ".split(None, 0), "  a b ".rsplit(None, 0), "a\xa0b\u3000c\x1cd".split())
print("a,b,,c,".split(","), "a,b,,c,".split(",", 2), "a,b,,c,".rsplit(",", 2), "".split(","), "".split(), "aXXbXXc".split("XX"), "aaaa".split("aa"), "aaa".rsplit("aa"), "abc".split(sep="b", maxsplit=-5), "a,b".split(",", True))
for f in (lambda: "a".split(""), lambda: "a".rsplit(""), lambda: "a".split(1), lambda: "a".split(b"a"), lambda: "a".split("a", "b"), lambda: "a".split("a", 1, 2), lambda: "a".split("a", 1.0), lambda: "a".split("a", 10**30)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
