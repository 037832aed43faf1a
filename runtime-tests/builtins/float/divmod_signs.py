# Floor division and remainder keep the sign of the divisor.
for a in (5.5, -5.5, 0.0, -0.0, 1e-20, -1e-20):
    for b in (2.0, -2.0, 0.5, float("inf"), -float("inf")):
        print(a // b, a % b, end="; ")
    print()
