# Prefixes, continuation and concatenation of string literals.
print(r"\n", R'\t', b"a", B'\x41', br"\x", Rb'\n', u"u", U"U", f"{1}", F"{2}", rf"\{3}", fR"\{4}", "a" 'b' """c""", b"a" b'b', "x" f"{1}" r"\n", """a
b""", "tab\ttab", "\
cont", r"a\"b", "\u00e9\xe9\351", '\'', "'", '"', "\a\b\f\v".__repr__(), b"\0\377".__repr__(), r'''it's''')
for s in ("ur'x'", "bf'x'", "fb'x'", "bu'x'", "'a' b'b'", "b'é'", "rr'x'", "fu'x'", "'abc", '"abc\n"', "'''abc", "b'\\u1234'", "f'' b''", "'\\N{DIGIT ONE}'", "x'a'", "br'\\xzz'", "tf'x'"):
    try: print(s.__repr__(), "|", repr(eval(s)))
    except SyntaxError as e: print(s.__repr__(), "|", e.msg)
