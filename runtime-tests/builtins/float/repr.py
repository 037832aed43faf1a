# The shortest text that reads back.
for value in (0.1, 1.0, -1.5, 1e16, 1e15, 123456789012345680.0, 1e22, 1e-4, 1e-5, 0.00012345, 5e-324, 1.7976931348623157e308,
              2.2250738585072014e-308, 1 / 3, 2 / 3, 100.0, 1e100, 0.1 + 0.2, 3.0e10, 12345.678):
    print(value, repr(-value), str(value) == repr(value), float(repr(value)) == value)
print([0.5, -0.0], (1e300 * 10,), {2.50: 1.25})
