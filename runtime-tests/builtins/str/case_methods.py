# Case changes beyond ASCII.
for s in ("straße", "ŉ", "İstanbul", "ΑΣ ΟΔΥΣΣΕΥΣ", "ﬁ", "ǆ", "they're bill's", "x1y 2ab", "ÀÉ"):
    print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold())
for s in ("abc", "ABC", "Abc Def", "aBC", "", "1", "A1", "ǅ", "a b"):
    print(s.isupper(), s.islower(), s.istitle())
