# Arithmetic, comparison and conversion of complex numbers.
a, b = 1 + 2j, 3 - 1j
print(a + b, a - b, a * b, a / b, a ** 2, a ** 0.5, a ** -1, 2 ** a, -a, +a, abs(3 + 4j), a.conjugate(), a.real, a.imag, a == 1 + 2j, 1 + 0j == 1, a != b)
for s in ("1+2j", "j", "-1j", " (1-2J) ", "1e3j", "nan+infj", "5", "1_0j"):
    print(s, complex(s))
print(complex(), complex(1), complex(1, 2), complex(1.5, -0.0), complex(real=2, imag=3), 1j * 1j, 0j, -0j, complex(-0.0, -0.0), complex("inf"), hash(1 + 0j) == hash(1), bool(0j), repr(1e20 + 1j), 1e16j)
class C:
    def __complex__(self): return 1 + 1j
print(complex(C()), f"{a:.2f} {a:+g} {a:>12} {a!r}", [1j, 2] == [1j, 2.0], complex(1, 2).__getnewargs__())
for f in (lambda: a < b, lambda: a // b, lambda: a % 2, lambda: divmod(a, 1), lambda: int(a), lambda: float(a), lambda: complex("x"), lambda: complex("1 + 2j"), lambda: complex("1", 2), lambda: complex(None), lambda: a / 0, lambda: 0j ** -1, lambda: round(a), lambda: pow(a, 2, 3), lambda: f"{a:05}", lambda: f"{a:d}", lambda: complex(1, "2"), lambda: 0j ** 1j, lambda: abs(complex(1e308, 1e308))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
