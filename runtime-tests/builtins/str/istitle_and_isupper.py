# Predicates of case with mixed and uncased characters.
for s in ("", "A", "a", "Ab", "AB", "A b", "A B", "Ab Cd", "Ab cD", "1", "A1", "a1B", "ǅ", "ǅa", "Aǅ", "ª", "Ⅷ", "ⓐ", "ß", "'A'", "A'B", "中"):
    print(ascii(s), s.isupper(), s.islower(), s.istitle())
