# Infinities, not-a-number and the two zeros.
inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, inf - inf, inf * 0, inf + 1, -inf * 2, 1 / inf, -1 / inf)
print(nan == nan, nan != nan, nan < 1, nan > 1, inf == inf, inf > 10 ** 400, -inf < -10 ** 400)
print(0.0 == -0.0, str(-0.0), -0.0 + 0.0, -0.0 - 0.0, 0.0 * -1, -0.0 * -1, abs(-0.0))
print(nan in [nan], [nan] == [nan], [nan] == [float("nan")], {nan: 1}[nan])
print(max(1.0, nan), max(nan, 1.0), min(inf, -inf), bool(nan), bool(0.0), bool(-0.0))
print(float("-Infinity"), float(" +nan "), float("1_0.5"), float(".5"), float("5."), float("1E3"))
for text in ("", "abc", "1e", "0x1p3", "1__0"):
    try:
        print(float(text))
    except ValueError as error:
        print(error)
