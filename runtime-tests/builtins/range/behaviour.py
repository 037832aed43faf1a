# range as a sequence.
for r in (range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(5, 5), range(0), range(3, 0), range(0, 3, -1)):
    print(r, list(r), len(r), bool(r), 3 in r, list(reversed(r)), r[1:], r[::-1])
r = range(0, 100, 7)
print(r[3], r[-1], r.index(21), r.count(22), r.start, r.stop, r.step, 98 in r, 99 in r, "a" in r, 7.0 in r)
print(range(0, 3, 2) == range(0, 4, 2), range(0) == range(5, 5), hash(range(3)) == hash(range(0, 3)), range(2 ** 70, 2 ** 70 + 2)[1], len(range(-2, 3)))
print(list(range(2 ** 62 - 1, 2 ** 62 + 2)), list(range(-2 ** 63, -2 ** 63 - 2, -1)), sum(range(101)), max(range(5)))
for act in (lambda: range(1, 2, 0), lambda: range(1.5), lambda: range(3)[3], lambda: range(), lambda: r.index(1)):
    try:
        act()
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
