# The lazy builtins.
print(list(map(str, [1, 2])), list(map(lambda a, b: a * b, [1, 2, 3], [4, 5])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda n: n > 1, range(4))))
print(list(zip([1, 2], "ab")), list(zip()), list(zip([1])), list(zip("ab", [1, 2, 3], (None, None))), list(zip(*[(1, 2), (3, 4)])))
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], start=2)), dict(enumerate("xy")))
print(list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), list(reversed({"a": 1, "b": 2})))
seen = []
lazy = map(lambda x: seen.append(x) or x, [1, 2, 3])
print(seen, next(lazy), seen, list(lazy), seen)
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as error:
    print(error)
for act in (lambda: map(str), lambda: list(map(5, [1])), lambda: zip(5), lambda: reversed({1}), lambda: enumerate(5), lambda: list(filter(lambda: 1, [1]))):
    try:
        act()
    except TypeError as error:
        print(error)
shared = iter(range(6))
print(list(zip(shared, shared)), [next(shared, "empty")])
