# sum, min, max, any, all, len, sorted with keys and defaults.
print(sum([1, 2, 3]), sum([], 5), sum([0.1] * 10), sum([1, 2.5]), sum([[1], [2]], []), sum(range(1000)), sum([2 ** 62, 2 ** 62, -1]), sum([True, True]))
print(min(3, 1, 2), max([3, 1, 2]), min("hello"), max("a", "bb", key=len), min([], default="none"), max([1, 5, -7], key=abs), min((2, "a"), (1, "z")))
print(any([]), all([]), any([0, "", 1]), all([1, "a", []]), any(n > 3 for n in range(5)), all(n < 3 for n in range(5)))
seen = []
print(any(seen.append(n) or n == 2 for n in range(10)), seen)
print(sorted([3, 1], reverse=True), sorted("bca"), abs(-3), abs(-2.5), divmod(17, 5), pow(2, 10), round(2.567, 1), hash("a") == hash("a"))
print(max([1, 1.0, True]), min([0.0, -0.0, 0]), max(["b", "a"], default=None), min({"k": 1, "j": 2}))
for act in (lambda: max([]), lambda: max(1), lambda: sum(["a"]), lambda: sum("a", ""), lambda: min(1, "a"), lambda: max(1, 2, default=3)):
    try:
        act()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
