# The operations, with ints mixed in.
for a, b in [(7.5, 2), (-7.5, 2), (7.5, -2.0), (-7.5, -2.0), (1e300, 1e10), (0.5, 3), (5, 0.25), (2 ** 60, 0.5)]:
    print(a + b, a - b, a * b, a / b, a // b, a % b, divmod(a, b))
print(2.0 ** 3, 2 ** 0.5, 4 ** -0.5, (-8.0) ** 2, 0.0 ** 0, 1e308 * 10, -1e308 * 10)
print(1 + 0.5, 0.5 + 1, True + 0.5, 10 - 0.5, 3 * 0.1, 1 / 4, 6 / 3)
try:
    2.0 ** 10000
except OverflowError as error:
    print(type(error).__name__)
try:
    10 ** 400 * 1.0
except OverflowError as error:
    print(error)
