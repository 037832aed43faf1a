import cmath

inf, nan = cmath.inf, cmath.nan
names = "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar".split()
points = [0j, -0.0 + 0j, 1 + 0j, -1 - 0.0j, 1j, 0.5 - 0.25j, -3 + 4j, complex(inf, 0), complex(-inf, 2), complex(1, inf),
          complex(nan, 1), complex(710, 1), 2, -0.75]


def shown(value):
    if isinstance(value, tuple):
        return tuple(map(shown, value))
    if isinstance(value, complex):
        return f"{value.real:.12g} {value.imag:.12g}"
    return f"{value:.12g}"


for name in names:
    for point in points:
        try:
            print(name, point, shown(getattr(cmath, name)(point)))
        except (ValueError, OverflowError) as error:
            print(name, point, repr(error))

for r in (-inf, -2.0, -0.0, 0.0, 3.0, inf, nan):
    for phi in (-inf, -1.0, -0.0, 0.0, 2.0, inf, nan):
        try:
            print("rect", r, phi, shown(cmath.rect(r, phi)))
        except ValueError as error:
            print("rect", r, phi, repr(error))

print(cmath.isclose(1 + 1j, 1 + 1.0000000001j), cmath.isclose(1, 1.1, rel_tol=0.2), cmath.isclose(inf, inf))
print(cmath.isnan(complex(0, nan)), cmath.isinf(complex(-inf, nan)), cmath.isfinite(1j), cmath.infj, cmath.nanj)


class Own:
    def __complex__(self):
        return 3 + 4j


class Wrong:
    def __complex__(self):
        return 3


class Index:
    def __index__(self):
        return 4


print(cmath.sqrt(Own()), cmath.sqrt(Index()), cmath.log(8, 2).real)
for bad in ("1", None, Wrong(), 10**400):
    try:
        cmath.sqrt(bad)
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
for call in (lambda: cmath.isclose(1, 1, rel_tol=-1), lambda: cmath.log(0), lambda: cmath.log(2, 1), lambda: cmath.rect(1)):
    try:
        call()
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
