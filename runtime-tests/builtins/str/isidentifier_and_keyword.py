# Identifier rules of Unicode.
for s in ("a", "_", "1", "a-b", "é", "ﬁ", "变量", "a·b", "·a", "℮", "ª", "a\u0301", "\u0301", "def", "𝒳", "a‿b", "a\u200d", "\u2118", "\u1885", "\u00b7", "a²", "_1"):
    print(ascii(s), s.isidentifier())
