# Case changes, stripping, padding, predicates.
text = "Hello, wORLD 123"
print(text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase(), "ß".upper(), "STRASSE".casefold())
print("[" + "  x ".strip() + "]", "  x ".lstrip() + "|", "  x ".rstrip() + "|", "xxabcxx".strip("x"), "abcba".strip("ab"), "\t\nx\r".strip())
print("7".zfill(3), "-7".zfill(4), "ab".center(7, "*"), "ab".ljust(5, ".") + "|", "ab".rjust(5) + "|", "a\tb".expandtabs(4))
for word in ("abc", "ABC", "123", "a1", " ", "", "Ab Cd", "_x1", "½", "é"):
    print(repr(word), word.isalpha(), word.isdigit(), word.isalnum(), word.isspace(), word.isupper(), word.islower(), word.istitle(), word.isidentifier(), word.isnumeric())
print("hello".translate({104: "J", 108: None}), "abc".translate(str.maketrans("ab", "xy", "c")))
print(ord("a"), chr(233), ord("😀"), chr(0x1F600), chr(65))
