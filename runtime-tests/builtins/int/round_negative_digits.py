# round(int, n) is half to even at tens, hundreds, and exact for big ones.
for n, d in ((15, -1), (25, -1), (35, -1), (-15, -1), (-25, -1), (150, -2), (250, -2), (5, -1), (6, -1), (499, -3), (500, -3), (501, -3), (10**30 + 5 * 10**9, -10), (123, 5), (123, 0), (7, None), (1, -400)):
    print(n, d, round(n, d))
for f in (lambda: round(5, "a"), lambda: round(5, 1.0), lambda: round("a"), lambda: round(), lambda: round(5, 10**30), lambda: round(number=5, ndigits=-1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class R:
    def __round__(self, n="none"): return ("rounded", n)
print(round(R()), round(R(), 3), round(R(), None))
