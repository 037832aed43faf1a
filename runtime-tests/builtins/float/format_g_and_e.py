# Presentation types of floats against precisions.
for v in (0.0, -0.0, 1.0, 123456.789, 1e-5, 0.0001, 1e16, 1e17, 123456789012345680.0, 1.5e300, float("inf"), float("nan")):
    print([format(v, s) for s in ("", "g", ".3g", "#g", "e", ".0e", "#.0e", "f", ".0f", "#.0f", "G", "E", "F", "n", ".3", "%", ".1%")])
for s in ("z.1f", "z", "+z.0f"):
    print([format(v, s) for v in (-0.01, -0.0, 0.04, -1.0)])
for s in (",", "_", ",.3f", "020,.2f", "_.3e", "015_f", "*>20,", "=+15.2f", "<10.1f", ".3,f", ".6_f", ".8,", "._f", "_.4,f"):
    try: print(s, format(1234567.89012345, s))
    except ValueError as e: print(s, e)
for s in ("d", "x", "s", "c", ".", "10.a", "zz", ",,", "._", ".2_x", "#,_"):
    try: print(s, format(1.5, s))
    except ValueError as e: print(s, e)
