# center, ljust, rjust, zfill, expandtabs.
print([x for w in (0, 3, 4, 5, 6, 7) for x in ("ab".center(w, "*"), "abc".center(w, "*"))])
print("a".ljust(3, "é") + "|", "a".rjust(3), "a".zfill(4), "-5".zfill(4), "+5".zfill(4), "--5".zfill(6), "".zfill(3), "-".zfill(3), "abc".ljust(-5), "é5".zfill(4))
print(repr("a\tb".expandtabs()), repr("ab\tc\n\td".expandtabs(4)), repr("a\tb".expandtabs(0)), repr("a\tb".expandtabs(-1)), repr("\t\r\t".expandtabs(tabsize=2)), repr("é\t€".expandtabs(3)))
for f in (lambda: "a".center(3, "ab"), lambda: "a".ljust(3, ""), lambda: "a".rjust(3, 1), lambda: "a".center(), lambda: "a".zfill("3"), lambda: "a".center("3"), lambda: "a".ljust(10**30), lambda: "a".expandtabs(1.5), lambda: "a".center(3, b"a"), lambda: "a\t".expandtabs(10**30)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
