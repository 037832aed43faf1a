# Numeric literals.
print(1_000, 0x_FF, 0b1_0, 0o1_7, 0XfF, 0B1, 0O7, 00, 0_0, 1e3, 1E-3, 1_0.5_0e1_0, .5, 5., 1j, 1.5J, 1e2j, 0xdeadbeef, 1_2j, 0e0, 00.5, 1..real, 1.0.real, 10**25)
for s in ("1__0", "1_", "0x", "0xg", "0b2", "0o8", "012", "0_", "1e", "1e+", "1.5_", "1_.5", "0b", "1a", "0x1g", "1.a", "1jx", "0b12", "00001", "0_7", "1_000_", "1if 1else 2", "0xfor x in y", "1.e5", "1._5", "0777", "5abc", "1or 2", "0o", "1__0j"):
    try: print(s, "|", eval(s))
    except SyntaxError as e: print(s, "|", e.msg)
    except Exception as e: print(s, "|", type(e).__name__)
