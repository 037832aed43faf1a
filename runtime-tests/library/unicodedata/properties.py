# Properties of characters, in the current version of the database and in 3.2.0.
import unicodedata

old = unicodedata.ucd_3_2_0
print(unicodedata.unidata_version, old.unidata_version, type(old).__name__)
for c in "a1\u00b2\u00bd\u0301\u05d0(\u3042\uac01\u4e00\U0001f600\u0378\ud800\ue000\U0001d15e\u2126\ufb01\u01c5\u0660":
    for data in (unicodedata, old):
        print(
            f"{ord(c):04X}", data.category(c), data.bidirectional(c), data.combining(c), data.east_asian_width(c),
            data.mirrored(c), ascii(data.decomposition(c)), data.decimal(c, None), data.digit(c, None),
            data.numeric(c, None), data.name(c, None),
        )
counts = {}
for code in range(0, 0x3000):
    key = unicodedata.category(chr(code))
    counts[key] = counts.get(key, 0) + 1
print(counts)
