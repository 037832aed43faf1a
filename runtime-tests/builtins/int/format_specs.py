# Format specs of integers.
for spec in ("", "d", "5d", "<5", "^7", "=+7", "05", "+", " ", "x", "X", "#x", "#o", "#b", "b", "o", ",", "_", "_x", "_b", "#_x", "08_b", "e", ".2f", "%", "g", "n", "*^9,", "#010x", "-", "012,", "+08.1f"):
    print(spec, *[f"[{v:{spec}}]" for v in (0, 1234567, -255)])
print(f"{65:c}{8364:c}|{66:>3c}|{True}|{True:d}|{True:5}|{10**25:,}")
for spec in (".2", ".2d", "s", ",x", ",b", "+c", ",c", "q", "1.", "=s", "#c", "zd", ",_d", "5 5", "\u20ac", ".2x", "z"):
    try: print(spec, format(5, spec))
    except ValueError as e: print(e)
for v in (-1, 0x110000):
    try: print(f"{v:c}")
    except OverflowError as e: print(e)
