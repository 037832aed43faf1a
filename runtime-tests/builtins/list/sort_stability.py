# Stable, also in reverse, with keys that compare equal.
data = [("b", 2), ("a", 2), ("c", 1), ("d", 2), ("e", 1)]
print(sorted(data, key=lambda p: p[1]), sorted(data, key=lambda p: p[1], reverse=True))
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
ks = [K(v) for v in (5, 2, 9, 2, 7)]
print([k.v for k in sorted(ks)])
big = [(i * 7919 % 101, i) for i in range(300)]
s = sorted(big, key=lambda p: p[0])
print(all(s[i] < s[i + 1] for i in range(299)), sorted([True, 1, 1.0, 0, False]), sorted("bca", reverse=True), sorted([1.5, float("inf"), -1, 10**20]))
print(sorted(["a", "é", "b", "€", "B"]), sorted([(1, "a"), (1,), (0, "z")]), sorted([[2], [1, 5], []]), sorted({3: 0, 1: 0}), sorted([b"b", b"a"]))
