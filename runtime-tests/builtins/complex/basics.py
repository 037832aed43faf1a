# Complex numbers.
a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, -a, abs(a), a.real, a.imag, a.conjugate(), a == 3 + 4j, a != b, a ** 2, 2 ** a == 2 ** a)
print(complex("1+2j"), complex(2), complex(1.5, -0.0), 1j * 1j, 5 + 0j == 5, bool(0j), hash(1 + 0j) == hash(1), [0j, -1j], complex(float("inf"), float("nan")))
for act in (lambda: a < b, lambda: int(a), lambda: a // b, lambda: 1j / 0, lambda: complex("x")):
    try:
        act()
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
