# Rounding to even, conversion, exactness.
print(round(0.5), round(1.5), round(2.5), round(-0.5), round(-1.5), round(2.675, 2), round(1234.5678, -2))
print(round(5), round(15, -1), round(25, -1), round(1e20), round(0.1 + 0.2, 10), round(2.5, 0))
print((2.0).is_integer(), (2.5).is_integer(), (0.75).as_integer_ratio(), (1e3).hex(), float.fromhex("0x1.8p1"))
print(int(1e18), int(-0.9), 3.0 == 3, hash(3.0) == hash(3), hash(0.5), hash(float("inf")), {1: "a"}[1.0])
print((10.0).__floor__(), (10.5).__ceil__(), (-10.5).__trunc__())
