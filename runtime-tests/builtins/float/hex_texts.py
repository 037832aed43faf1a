# float.hex of ordinary, subnormal and special values.
for v in (0.0, -0.0, 1.0, -1.5, 0.1, 1e308, 5e-324, 2.2250738585072014e-308, 1e-310, float("inf"), float("-inf"), float("nan"), 3.14159):
    print(v, v.hex())
    if v == v: assert float.fromhex(v.hex()) == v
