# Format specs of complex numbers.
z = 1234.5 - 0.25j
for s in ("", ".2f", "g", ".3e", "+.1f", "20", "<20", "^20", "*>25.1f", ",", "_", ",.2f", "#g", "+", "n", ".3", ".1_f"):
    try: print(s, f"[{z:{s}}]")
    except ValueError as e: print(s, e)
for s in ("=20", "020", "d", "x", "s", "%", "c"):
    try: print(s, f"[{z:{s}}]")
    except ValueError as e: print(s, e)
