# About repr: quotes, controls, surrogates, unprintables.
for s in ("", "'", '"', "'\"", "\\", "\n\t\r", "\0\x1f\x7f", "\x80\x9f\xa0\xad", "é", "\u0378", "\u200b\u200e", "\u2028", "\ud800", "\udfff", "\U0001f600", "\U000e0001", "\U0010ffff", "\ufeff", "\u3000", "a'b", 'a"b'):
    print(ascii(s), len(repr(s)), repr(s) == ascii(s))
print("\t'\"".__repr__(), ascii("é'€\U0001d11e"))
