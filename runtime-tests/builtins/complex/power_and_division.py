# Powers and division, zero included.
print((1 + 2j) ** 2, (1 + 2j) ** -1, (1 + 2j) ** 0, 0j ** 0, (3 + 4j) / (1 - 2j), (1 + 1j) / 2, 2 / (1 + 1j), 1j ** 2, (2 + 0j) ** 10)
for f in (lambda: 0j ** -1, lambda: 1j / 0, lambda: 0j ** 1j, lambda: 0j ** (-1 + 1j), lambda: 1j // 2, lambda: 1j % 2, lambda: divmod(1j, 1), lambda: pow(1j, 1, 2), lambda: 1j < 2j, lambda: int(1j), lambda: float(1j), lambda: (1e200 + 0j) ** 2, lambda: abs(complex(1e308, 1e308)), lambda: round(1j)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(abs(3 + 4j), abs(complex("inf"), ), abs(complex("nan+infj")), -(1 + 2j), +(1j), (1 + 2j).conjugate(), bool(0j), bool(1j))
