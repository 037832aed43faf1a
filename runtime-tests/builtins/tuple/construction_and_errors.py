# tuple() and its methods' errors.
t = (1, 2, 3, 2)
print(tuple(), tuple("ab"), tuple(t) is t, t + (4,), t * 2, 2 * t, t[1:], t[::-1], t.count(2), t.index(2), t.index(2, 2), 3 in t, (1,) * 0, t[True])
for f in (lambda: t.index(9), lambda: t.index(1, 1), lambda: t + [1], lambda: t * "a", lambda: t[9], lambda: t["a"], lambda: tuple(5), lambda: tuple(1, 2), lambda: tuple(sequence=()), lambda: t < [1], lambda: t.foo, lambda: hash(([],)), lambda: t.count(), lambda: t.index("a", 0, 2, 3), lambda: t * 10**30, lambda: t * 2**62):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for s in ("t[0] = 1", "del t[0]", "t += 1", "t[0:1] = ()"):
    try: exec(s)
    except TypeError as e: print(e)
