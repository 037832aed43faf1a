# Names back to characters: aliases, sequences, computed names; and what is refused.
import unicodedata


def show(function):
    try:
        print(ascii(function()))
    except Exception as error:
        print(type(error).__name__, *error.args)


for name in (
    "SPACE", "latin small letter a", "BELL", "NULL", "LF", "VS17", "LATIN SMALL LETTER GHA", "KEYCAP DIGIT ONE",
    "LATIN SMALL LETTER R WITH TILDE", "CJK UNIFIED IDEOGRAPH-4E00", "HANGUL SYLLABLE GAG", "TANGUT IDEOGRAPH-17000",
    "xyz", "LATINSMALLLETTERA", "LATIN SMALL LETTER  A", "x" * 300, b"SPACE", 3,
):
    show(lambda: unicodedata.lookup(name))
    show(lambda: unicodedata.ucd_3_2_0.lookup(name))
print("\N{GREEK SMALL LETTER ALPHA}", unicodedata.name("\u03b1"))
show(lambda: unicodedata.name("\0"))
show(lambda: unicodedata.name("\U00017000"))
show(lambda: unicodedata.name("ab"))
show(lambda: unicodedata.name(3))
show(lambda: unicodedata.name())
show(lambda: unicodedata.name("a", 1, 2))
show(lambda: unicodedata.category(""))
show(lambda: unicodedata.category(3))
show(lambda: unicodedata.digit("a"))
show(lambda: unicodedata.decimal("\u00b2"))
show(lambda: unicodedata.numeric("a"))
show(lambda: unicodedata.normalize("X", "a"))
show(lambda: unicodedata.normalize("NFC", 3))
show(lambda: unicodedata.is_normalized("X", "a"))
show(lambda: unicodedata.UCD())
