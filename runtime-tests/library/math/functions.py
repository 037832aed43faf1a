import math


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)), end=" ")
    except Exception as error:
        print(type(error).__name__, error, end="; ")


values = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2, 3.7, -27.0, 27, 1e-300, 1e300, 1e10, -1e10, 12.25, 100, 171.5, -3.5, math.pi, float("inf"), float("-inf"), float("nan"), 10**20, 3]
# The last digits of these come from the C library, which differs from one machine to another.
for name in "acosh asinh atanh cbrt".split():
    print(name, [f"{getattr(math, name)(x):.12g}" for x in (0.25, 0.5, 0.75, 1.0, 2.0, 27.0) if (name != "acosh" or x >= 1) and (name != "atanh" or x < 1)])
one = "acos asin atan ceil cos cosh degrees exp exp2 expm1 fabs floor frexp gamma isfinite isinf isnan lgamma log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc ulp isqrt factorial"
for name in one.split():
    print(name, end=": ")
    for value in values:
        if name == "factorial" and isinstance(value, int) and value > 1000:
            continue
        show(getattr(math, name), value)
    print()
two = "atan2 copysign fmod hypot ldexp log nextafter pow remainder gcd lcm comb perm isclose dist"
for name in two.split():
    print(name, end=": ")
    for a, b in [(1.5, 2), (-7, 3), (0.0, -0.0), (5, 0), (1e300, 10), (2, 0.5), (-8, 1 / 3), (10, 3), (12, 18), (float("inf"), 1), (1, float("nan")), (0, -1)]:
        show(getattr(math, name), a, b)
    print()
print([math.gamma(n / 7) for n in range(-40, 80) if n % 7])
print([math.lgamma(n / 7) for n in range(-40, 80) if n % 7])
print([math.gamma(n) for n in range(1, 30)])
print([math.log(10**n + 7) for n in range(0, 400, 13)])
print([math.log2(3**n) for n in range(0, 700, 23)], [math.log2(2**n) for n in (0, 1, 52, 53, 64, 1023, 1024, 5000)])
print([math.log10(7**n) for n in range(0, 700, 23)], [math.log10(10**n) for n in (0, 1, 15, 22, 23, 100, 308, 309, 500)])
print([math.log(2**n - 1, 3) for n in (5, 64, 1024, 1100)], math.log(10**400, 10), math.log(10**400, 10**200))
print([round(math.cbrt(n), 10) for n in range(-30, 31)])
show(math.log, -10**400)
show(math.log, 0)
show(math.log2, -1)
show(math.log10, -10**400)
show(math.log, 2, 1)
show(math.sqrt, 10**400)
print()
print(math.fsum([0.1] * 10), math.sumprod([1, 2], [3, 4]), math.prod([1, 2, 3], start=2), math.prod([0.5, 4]), math.fma(2, 3, 4), math.isqrt(10**40), math.comb(50, 20), math.perm(10), math.perm(10, 3), math.factorial(30))
print(math.pi, math.e, math.tau, math.inf, math.nan, math.gcd(), math.lcm(), math.gcd(12, 18, 27), math.hypot(3, 4, 12), math.dist([1, 2], [4, 6]))
for call in (lambda: math.factorial(-1), lambda: math.comb(-1, 2), lambda: math.isqrt(-1), lambda: math.dist([1], [1, 2]), lambda: math.sin("a"), lambda: math.floor("a"), lambda: math.exp(1000), lambda: math.pow(-8, 0.5), lambda: math.sumprod([1], [1, 2]), lambda: math.ldexp(1, 10**30)):
    show(call)
print()
