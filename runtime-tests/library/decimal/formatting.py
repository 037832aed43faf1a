# Text of decimals: str, engineering notation, and format specifications.
from decimal import *

for text in ("1234567.891", "-0.04", "1E+5", "0E-10", "0E+3", "1E-10", "9.999", "NaN123", "-Infinity", "123E+4", "-0"):
    number = Decimal(text)
    print(number, repr(number), number.to_eng_string(), number.normalize())
    for spec in ("", "f", "e", "g", "G", "%", ".2f", ".3e", ".3g", ".3", ",", "_.2f", "+012,.1f", "*^20", "=+14", "z.1f", "#.0f", ".6,f"):
        print(f"{spec}:{number:{spec}}", end="|")
    print()
for spec in ("x", "5.", "- ", "<010", ",_", ".1000000000000000000f"):
    try:
        print(format(Decimal(1), spec))
    except ValueError as error:
        print(spec, error)
with localcontext(capitals=0, rounding=ROUND_UP):
    print(Decimal("1E+5"), format(Decimal("1E+5"), ""), format(Decimal("1.201"), ".2f"))
print(Decimal("1234567.5").__format__("n", {"decimal_point": ",", "thousands_sep": ".", "grouping": "\3\2\0"}))
print("%s %r" % (Decimal("1.50"), Decimal("1.50")), str(Decimal(" 1_000.5 ")), Decimal("\u0661\u0662.\u0663"))
