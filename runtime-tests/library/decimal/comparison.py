# Decimals against other numbers, as keys, copied and pickled.
import copy
import numbers
import pickle
from decimal import Decimal, getcontext, FloatOperation
from fractions import Fraction

one = Decimal("1.0")
print(one == 1, one == 1.0, one == Fraction(1), one == 1 + 0j, one == "1", one != None, one < Fraction(3, 2), one >= 0.5)
print(Decimal("0.1") == 0.1, Decimal(0.1) == 0.1, Decimal("0.1") < 0.1, Fraction(1, 3) < Decimal("0.34"), 2 > one, 10**30 > one)
print(getcontext().flags[FloatOperation], {Decimal("2.50"): "a"}[Decimal("2.5")], {1: "b"}[one], len({one, 1, 1.0}))
print(Decimal("nan") == Decimal("nan"), Decimal("nan") != 1, Decimal("inf") > 10**500, Decimal("-inf") < Decimal("1E-9"))
print(isinstance(one, numbers.Number), isinstance(one, numbers.Real), one.__reduce__(), copy.copy(one) is one, copy.deepcopy(one) is one)
for text in ("1.50", "-0E+3", "sNaN12", "123456789012345678901234567890123456789012345678901234567890E-70"):
    again = pickle.loads(pickle.dumps(Decimal(text)))
    print(again, type(again).__name__, again.as_tuple().exponent)


class Money(Decimal):
    def __str__(self):
        return f"${self:.2f}"


money = Money("12.5")
money.note = "tip"
print(money, repr(money), type(money + 1).__name__, Money(money), Money.from_float(0.25), money.note, Decimal(money))
match one:
    case Decimal():
        print("matched", Decimal.__name__, Decimal.__module__)
