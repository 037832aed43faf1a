# repr chooses quotes and escapes.
for s in ("a", "'", '"', "'\"", "\\", "\n\r\t", "\x00\x1f\x7f", "\x80\xa0\xad", "é", "\u2028", "\ud800", "\U0001f600", "\U000e0001", "\u200b", "\ufeff", "\u0378"):
    print(ascii(repr(s)), ascii(s))
print("\x41\u0041\U00000041\N{LATIN SMALL LETTER A}\101\0".__repr__(), r"\n" + "\n".__repr__(), '''a
b'''.__repr__(), "a\
b", len("\
"))
for src in (r'"\x4"', r'"\u12"', r'"\U00110000"', r'"\N{nope nope}"', r'"\N"', '"abc', "'''x", r'"\q"', 'b"é"', r'b"\x"', 'bu"x"', r'"\400"'):
    try: print(src, ascii(compile(src, "s", "eval") and "fine"))
    except SyntaxError as e: print(ascii(src), e.msg)
