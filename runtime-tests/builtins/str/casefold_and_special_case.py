# Full case mappings: several characters, final sigma, titlecase letters.
for s in ("ß", "ẞ", "ﬁ", "ŉ", "ǰ", "ΐ", "Σ", "ΑΣ", "ΑΣΑ", "Σ Σ", "İ", "ı", "ǅ", "ǆ", "ﬗ", "ᾳ", "ᾼ", "µ", "ſ", "Ꭰ", "ꭰ", "𐐀", "𐐨", "ƛ"):
    print(ascii(s), ascii(s.upper()), ascii(s.lower()), ascii(s.title()), ascii(s.capitalize()), ascii(s.casefold()), ascii(s.swapcase()))
print("ODYSSEUS ΟΔΥΣΣΕΥΣ".lower(), "ὈΔΥΣΣΕΎΣ.".lower(), "aΣ̈ b".lower() == "aς̈ b", "x's o'neil".title(), "they're 1st".title(), "ﬁx ﬂy".title())
