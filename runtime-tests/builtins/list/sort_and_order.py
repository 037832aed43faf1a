# Sorting is stable, takes a key, and survives errors.
l = [3, 1, 2]; print(l.sort(), l, sorted(l, reverse=True), sorted("bca", key=str.upper), sorted([(1, "b"), (1, "a")], key=lambda p: p[0]), sorted([(1, "b"), (1, "a"), (0, "c")], key=lambda p: p[0], reverse=True))
print(sorted([True, 0, 2.5, -1]), sorted(["b", "B", "a"]), sorted([[2], [1, 5], []]), sorted({3: 0, 1: 0}), sorted([0.0, -0.0]), sorted([1, 1.0, True]))
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
    def __repr__(self): return f"K{self.n}"
print(sorted([K(2), K(1)]), sorted([K(3), K(0), K(2)], reverse=True), min([K(3), K(1)]))
l = [3, 1, 2]
def key(x):
    l.append(9)
    return x
try: l.sort(key=key)
except ValueError as e: print(e, l)
for f in (lambda: [1, "a"].sort(), lambda: [1].sort(5), lambda: sorted(5), lambda: sorted([1], cmp=1), lambda: sorted([1], key=5), lambda: [None, None].sort(), lambda: [1j, 2j].sort(), lambda: sorted([1], None), lambda: [1, 2].sort(reverse="x")):
    try: print(f())
    except TypeError as e: print(e)
m = [5, 4, 3]
try: m.sort(key=lambda x: 1 / (x - 4))
except ZeroDivisionError as e: print(e, m)
