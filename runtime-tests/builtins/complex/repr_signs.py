# repr shows the sign of zeros and specials.
inf, nan = float("inf"), float("nan")
for re in (0.0, -0.0, 1.0, inf, nan):
    for im in (0.0, -0.0, 2.5, -inf, nan):
        print(complex(re, im), end=" ")
    print()
print(repr(1j), str(-1j), -(1j), 1 - 0j, 1e20 + 1e-7j, complex(10**16, 1))
