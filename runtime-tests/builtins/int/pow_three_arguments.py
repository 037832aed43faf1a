# pow with a modulus, inverse included.
print(pow(3, 200, 13), pow(2, -1, 7), pow(3, -3, 11), pow(-2, 3, 5), pow(2, 3, -5), pow(0, 0, 1), pow(5, 0, 1), pow(10**30, 10**20, 10**9 + 7))
print(pow(base=2, exp=10), pow(2, 5, mod=7), pow(2, -2), pow(0.0, 0), pow(-8, 1 / 3))
for args in ((2, 2, 0), (2, -1, 4), (2.0, 2, 3), (2, 2, 2.0), (0, -1), (0.0, -1), (0, -1, 3), ("a", 2), (2, "a"), (2, 2, "a")):
    try: print(pow(*args))
    except Exception as e: print(type(e).__name__, e)
class P:
    def __pow__(self, other, mod=None): return ("pow", other, mod)
    def __rpow__(self, other, mod=None): return ("rpow", other, mod)
print(pow(P(), 2), pow(P(), 2, 3), pow(2, P()), P() ** 5, pow(2, P(), 5))
