# complex() of text.
for s in ("1", "1j", "-j", "+j", "1+2j", " 1-2J ", "(3+4j)", " ( 5 ) ", "inf", "nan+infj", "1e5-1e-5j", ".5j", "1_0+2_0j", "-0j", "infj", "(-inf-nanj)"):
    print(repr(s), complex(s))
for s in ("", "1+", "1+2", "1 + 2j", "j1", "1j2", "((1))", "(1", "1+2j+", "1+2jj", "--1j", "1e", "\u0661j", "1\0"):
    try: print(repr(s), complex(s))
    except ValueError as e: print(repr(s), e)
