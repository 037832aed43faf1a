# About replace: empty patterns, counts, keyword.
print("abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "".replace("", "x", 0), "aaa".replace("a", "b", 2), "aaa".replace("aa", "b"), "abc".replace("b", ""), "aXbX".replace("X", "yy", count=1), "aé".replace("é", "€"), "a".replace("a", "b", -1))
for f in (lambda: "a".replace("a"), lambda: "a".replace("a", 1), lambda: "a".replace(None, "b"), lambda: "a".replace("a", "b", "c"), lambda: "a".replace("a", "b", maxcount=1)):
    try: print(f())
    except TypeError as e: print(e)
s = "unchanged"
print(s.replace("z", "y") is s)
