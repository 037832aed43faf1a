# The is... methods on characters of many kinds.
for s in ("", "a", "1", "²", "½", "٣", "五", "_", "a1", "a b", " ", "\t\u3000", "é", "\x00", "ªº", "Ⅷ", "\u00ad", "if", "1a", "ℵ", "\U0001f600", "\ud800"):
    print(ascii(s), *[int(getattr(s, m)()) for m in ("isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isidentifier", "isprintable", "isascii")])
