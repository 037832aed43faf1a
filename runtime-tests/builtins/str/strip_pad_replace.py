# Stripping, padding, replacing, prefixes.
print("  a ".strip(), "xxaxx".strip("x"), "abcba".lstrip("ba"), "abcba".rstrip("ab"), "\u3000a\x85".strip(), [" ".strip()])
print("a".center(4, "*"), "ab".center(5, "*"), "a".ljust(3, "-") + "|", "a".rjust(3, "é"), "-5".zfill(4), "+".zfill(3), "abc".zfill(2), "--1".zfill(5))
print("aaa".replace("a", "b", 2), "abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "aaa".replace("aa", "b"), "abc".replace("z", "y"), "aaa".replace("a", "", count=1))
print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "x".removesuffix(""), "aa".removeprefix("a"))
print("abc".startswith(("x", "ab")), "abc".endswith("bc", 2), "abc".startswith("", 3), "abc".startswith("", 4), "abc".startswith(()), "abc".endswith(("c",), 0, 2))
print("a\tbc\td\n\te".expandtabs(4).__repr__(), "\t".expandtabs(0).__repr__(), "a\tb".expandtabs().__repr__())
for f in (lambda: "a".center(5, "ab"), lambda: "a".center("x"), lambda: "a".startswith(5), lambda: "a".startswith(("a", 5)), lambda: "b".startswith(("a", 5)), lambda: "a".strip(5), lambda: "a".replace("a"), lambda: "a".replace(1, "b"), lambda: "a".zfill(None), lambda: "a".ljust(3, b"x"), lambda: "a".removeprefix(1)):
    try: print(f())
    except TypeError as e: print(e)
