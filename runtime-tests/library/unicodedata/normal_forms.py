# The four normalisation forms.
import unicodedata

texts = [
    "plain", "\u00e9", "e\u0301", "\u1e9b\u0323", "\u0344", "a\u0315\u0300\u05ae\u0300\u0062", "\uac01", "\u1100\u1161\u11a8",
    "\ufb01\u00b2\u2126\u212b", "\u0958", "\U0001d15e", "\u2f868\U0002f868", "q\u0307\u0323", "\u0b47\u0b3e", "\u1100\u0300\u1161",
    "\u0061\u0328\u0301", "\u03d3\u03d4", "\uff21\u3000",
]
for text in texts:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        result = unicodedata.normalize(form, text)
        print(form, ascii(result), unicodedata.is_normalized(form, text), end=" ")
        print(ascii(unicodedata.ucd_3_2_0.normalize(form, text)) == ascii(result))
long = "\u00c5ngstr\u00f6m \u1e69" * 100
print(unicodedata.normalize("NFC", unicodedata.normalize("NFD", long)) == long, len(unicodedata.normalize("NFD", long)))
print("fu\u00df.example".encode("idna"), "b\u00fccher.example".encode("idna"), b"xn--bcher-kva".decode("idna"))
