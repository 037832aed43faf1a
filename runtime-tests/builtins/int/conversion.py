# Text to int and back, in several bases.
print(int("42"), int("  -17\n"), int("1_000"), int("ff", 16), int("0x1F", 0), int("-0b101", 0), int("zz", 36))
print(int(3.99), int(-3.99), int(True), int(1e20), int(), int("0"), int("+5"))
print(bin(10), oct(-8), hex(255), bin(0), hex(-2 ** 70), f"{255:x} {255:X} {255:o} {255:b} {255:#b} {-255:#x}")
print(str(2 ** 200), repr(-1), int(str(3 ** 100)) == 3 ** 100)
for text, base in (("", 10), ("12a", 10), ("8", 8), ("1__0", 10), ("5", 1), ("0x", 16)):
    try:
        print(int(text, base))
    except ValueError as error:
        print(error)
for value in (float("nan"), float("inf")):
    try:
        int(value)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
