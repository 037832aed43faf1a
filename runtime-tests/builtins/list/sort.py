# How lists are sorted: keys, reverse, stability, errors, a list changed while it is sorted.
print(sorted([3, 1, 2]), sorted("banana"), sorted([3, 1, 2], reverse=True), sorted(["b", "A", "c"], key=str.lower))
pairs = [(1, "b"), (0, "x"), (1, "a"), (0, "y")]
print(sorted(pairs, key=lambda pair: pair[0]), sorted(pairs, key=lambda pair: pair[0], reverse=True), sorted(pairs))
values = [(n * 7919) % 101 for n in range(60)]
values.sort(key=lambda n: (n % 3, -n))
print(values)
print(sorted([2.5, 1, True, -1.0]), sorted({"b": 1, "a": 2}), sorted((x for x in (3, 2))), sorted([]))
class Version:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        return self.n < other.n
    def __repr__(self):
        return f"v{self.n}"
print(sorted([Version(3), Version(1), Version(2)]))
for act in (lambda: sorted([1, "a"]), lambda: sorted([1, 2], key=5), lambda: [2, 1].sort(lambda x: x)):
    try:
        act()
    except TypeError as error:
        print(error)
items = [3, 2, 1]
try:
    items.sort(key=lambda n: items.append(n) or n)
except ValueError as error:
    print(error)
