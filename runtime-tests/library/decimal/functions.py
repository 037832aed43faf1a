# Functions of decimals, in several precisions and rounding modes.
from decimal import *

values = [Decimal(text) for text in ("2", "0.5", "10", "1.0000001", "123456.789", "1E-5", "7E+30", "0.99999999999")]
for prec in (5, 28, 60):
    context = Context(prec=prec)
    for value in values:
        print(context.sqrt(value), context.ln(value), context.log10(value), context.power(value, Decimal("0.3")))
    print(context.exp(1), context.exp(Decimal("-20.5")), context.exp(Decimal("1E-9")), context.power(2, -30))
print(Decimal(1).exp(), Decimal(0).exp(), Decimal(1).ln(), Decimal(1000).log10(), Decimal(0).ln(), Decimal(144).sqrt())
with localcontext(prec=5):
    for mode in (ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP):
        getcontext().rounding = mode
        print(mode, +Decimal("1.23455"), +Decimal("-1.23445"), +Decimal("1.23450001"), Decimal(2) / 3, Decimal("2.5").quantize(1))
a, b = Decimal("12.5"), Decimal("-3.25")
print(a.compare(b), a.compare_total(b), a.max(b), a.min_mag(b), a.next_plus(), a.next_minus(), a.next_toward(b), a.logb())
print(a.scaleb(3), a.shift(2), Decimal(1234).rotate(-2), a.copy_sign(b), a.same_quantum(b), a.number_class(), a.adjusted())
print(Decimal(1010).logical_and(1100), Decimal(1010).logical_or(1100), Decimal(1010).logical_xor(1100), Decimal(101).logical_invert())
print(a.to_integral_value(), a.to_integral_exact(rounding=ROUND_UP), b.quantize(Decimal("0.1")), b.remainder_near(2))
print(a.is_finite(), a.is_nan(), a.is_signed(), a.is_normal(), Decimal("1E-999999").is_subnormal(), a.real, a.imag, a.conjugate())
print(Decimal.from_float(0.1), Decimal.from_number(2), Decimal(0.1), Decimal((1, (1, 2), -1)), complex(a))
with localcontext(Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)):
    print(Decimal(4).sqrt(), Decimal(10**30) / 8, Decimal(400) ** -1, divmod(Decimal(10), 3), Decimal("1E+999999999999999999") / 10)
    for function in (lambda: Decimal(1) / 3, lambda: Decimal(2).sqrt()):
        try:
            function()
        except MemoryError:
            print("too long")
