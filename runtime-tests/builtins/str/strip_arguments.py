# strip, lstrip, rstrip, removeprefix, removesuffix.
print(repr("  a ".strip()), repr("  a ".lstrip()), repr("  a ".rstrip()), "xyaxy".strip("yx"), "abc".strip(""), "aaa".strip("a"), "\u2003a\u3000\x1f".strip(), "éaé".strip("é"), "  a ".strip(None) == "a", "a".lstrip("ab") == "")
print("prefix-x".removeprefix("prefix-"), "x".removeprefix("xx"), "aa".removeprefix("a"), "x.py".removesuffix(".py"), "x".removesuffix(""), "x".removeprefix("x") == "")
for f in (lambda: "a".strip(1), lambda: "a".lstrip(b"a"), lambda: "a".rstrip("a", "b"), lambda: "a".removeprefix(1), lambda: "a".removesuffix(), lambda: "a".removeprefix(("a",))):
    try: print(f())
    except TypeError as e: print(e)
