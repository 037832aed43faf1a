# Format specs of floats.
for spec in ("", "f", ".0f", ".3f", "e", ".2e", "E", "g", ".3g", "#g", "G", "%", ".1%", "10.2f", "<10.2f", "^10.2f", "+.1f", " .1f", "010.2f", ",.2f", "_.3f", "=+10.1f", "*>10.1f", "n", "z.0f", ".15g", ".17g", "#.0f", ",", ".4", "10", "_", "020,.1f"):
    print(spec, *[f"[{v:{spec}}]" for v in (1234567.891, -0.0001, 0.0, float("inf"), -0.4, 1e22)])
for spec in ("d", "s", "x", "c", ".f", ",n", "5.5.5f", "+-f", "_,f", "z"):
    try: print(spec, format(-0.0, spec))
    except ValueError as e: print(e)
