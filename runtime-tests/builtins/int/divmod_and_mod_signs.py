# Floor division and remainder of all signs, small and big.
big = 10**30
for a in (7, -7, big, -big, 0):
    for b in (2, -2, 10**20 + 1, -(10**20 + 1)):
        q, r = divmod(a, b)
        print(q, r, a // b == q, a % b == r, q * b + r == a)
for f in (lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: big // 0, lambda: 1 / 0, lambda: big / 0, lambda: 10**400 / 3):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(10**400 / 10**399, -7 / 2, 2**1000 / 2**990, 1 / 3, (2**53 + 1) / 1, (10**23) / 1, 5 / -10**400)
