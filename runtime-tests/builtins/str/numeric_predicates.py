# isdecimal, isdigit, isnumeric, isalnum, isalpha, isidentifier, isspace, isprintable.
for s in ("", "1", "²", "½", "Ⅷ", "१", "一", "a", "ª", "_", "a1", "é", "\u0301", "a\u0301", "€", " ", "\x1c", "\x85", "\u200b", "\u2028", "\xa0", "\xad", "\u0378", "𝟙", "℘", "·", "class", "1a", "\ud800", "\U000e0100"):
    print(ascii(s), s.isdecimal(), s.isdigit(), s.isnumeric(), s.isalpha(), s.isalnum(), s.isidentifier(), s.isspace(), s.isprintable(), s.isascii())
