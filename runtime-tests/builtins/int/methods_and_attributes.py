# Methods of int, and a subclass.
print((5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate())
print((258).to_bytes(2, "big"), (258).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True))
print(int.from_bytes(b"\x01\x02", "big"), int.from_bytes(b"\xff\xfe", "big", signed=True))
print((10).__add__(5), (10).__radd__(5), (10).__add__("x"), (7).__index__(), (7).is_integer(), (6).as_integer_ratio())
class Cents(int):
    def __str__(self):
        return f"{int(self) // 100}.{int(self) % 100:02}"
price = Cents(1250)
print(price, repr(price), price + 1, type(price + 1).__name__, isinstance(price, int), price == 1250)
