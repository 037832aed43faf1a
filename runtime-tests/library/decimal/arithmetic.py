# Operators of decimals: exact where digits suffice, rounded once where they do not.
from decimal import Context, Decimal, getcontext

a, b = Decimal("12.340"), Decimal("-0.07")
print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b), -a, +a, abs(b), a**3, a**-2)
print(1 + a, 2 - a, 3 * a, 4 / a, 5 // a, 6 % a, 2**Decimal(5), divmod(7, a))
print(Decimal(10) ** 60 + 1, Decimal(2) ** 200, Decimal(1) / 3, Decimal(2) / 7)
big = Decimal("123456789012345678901234567890123456789012345678901234567890")
exact = Context(prec=400)
print(exact.multiply(big, big), exact.divide(big, 7), exact.subtract(big, big + 1), exact.divmod(exact.power(big, 3), big))
print(exact.power(Decimal("1.0000000001"), 100000))
print(Decimal("0.1") + Decimal("0.2") == Decimal("0.3"), Decimal("1E+400") + Decimal("1E-400"))
for text in ("1.25", "-7", "1E+3", "0", "-0", "123456789012345678901234567890.5"):
    number = Decimal(text)
    print(number, int(number), float(number), round(number), number.__floor__(), number.__ceil__())
    print(hash(number), hash(number) == hash(number * 1), number.as_tuple(), number.as_integer_ratio(), bool(number))
print(hash(Decimal(3)) == hash(3), hash(Decimal("2.5")) == hash(2.5), hash(Decimal("inf")))
print(pow(Decimal(3), 4, 5), pow(7, Decimal(100), 13), getcontext().power(2, 10, 1000))
print(round(Decimal("1250.55"), -2), round(Decimal("2.675"), 2))
print(sum(map(Decimal, range(100)), Decimal(0)), max(Decimal(2), 1), sorted([Decimal(3), Decimal("-1"), Decimal("2.5")]))
print(Decimal("1.5").fma(2, Decimal("0.25")), Decimal(5).remainder_near(3), Decimal("NaN") + 1, Decimal("Infinity") * -2)
