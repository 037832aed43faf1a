# Grouping and alternate forms of int formatting.
n = 1234567890123
for spec in (",", "_", "_x", "#_x", "_b", "_o", "020,", "020_x", "+,", " ,", "=+20,", "*^25,", "#010x", "#X", "#b", "-#o", "c", "n", ".3f", "e", "g", "%", ",.2f", "_.1e", "012_.3f", ",.2%"):
    try: print(spec, f"[{n if spec != 'c' else 0x41:{spec}}]")
    except Exception as e: print(spec, type(e).__name__, e)
for spec in (",x", "_n", ".2d", ",c", "s", "_,", ",_", "y", "+c", "zd", "#c", "10.3x", ",b", ".", "1.2c"):
    try: print(spec, f"[{65:{spec}}]")
    except Exception as e: print(spec, type(e).__name__, e)
for v in (-1, 0x110000): 
    try: print(f"{v:c}")
    except Exception as e: print(type(e).__name__, e)
