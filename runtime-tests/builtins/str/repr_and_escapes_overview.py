# Quotes and escapes in literals and in repr.
for text in ("plain", "it's", 'say "hi"', "both ' and \"", "tab\there", "line\nbreak", "back\\slash", "nul\0", "\x7f\x80\xa0", "é日😀", "\ud800", "\u200b"):
    print(repr(text), ascii(text), len(text))
print("\x41\u0042\U00000043\103\N{LATIN SMALL LETTER D}", r"\n raw", """triple
line""", 'con' "cat", "\
continued")
print([str("a"), "b\n"], {"k": "v'"}, ("x",))
