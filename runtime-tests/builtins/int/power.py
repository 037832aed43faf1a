# Powers, with negative exponents, modulus and edge cases.
print(2 ** 0, 0 ** 0, 0 ** 5, (-2) ** 3, (-2) ** 4, -2 ** 2, 2 ** 100)
print(2 ** -1, (-2) ** -3, 10 ** -2, 1 ** -5)
print(pow(3, 20, 1000), pow(-3, 3, 7), pow(3, -1, 7), pow(5, 3, -7), pow(2, 200, 10 ** 9 + 7))
for act in (lambda: 0 ** -1, lambda: pow(2, 3, 0), lambda: pow(2, -1, 4)):
    try:
        print(act())
    except (ZeroDivisionError, ValueError) as error:
        print(type(error).__name__, error)
print(2 ** 0.5, (-8) ** 2, 7 ** 30 % 1000)
