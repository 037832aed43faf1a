# Sets and frozensets.
a, b = {1, 2, 3}, {3, 4}
print(sorted(a | b), sorted(a & b), sorted(a - b), sorted(a ^ b), a <= {1, 2, 3, 4}, a < a, a >= {1}, a.isdisjoint({9}), a == {3, 2, 1})
print(sorted(a.union([7], (8,))), sorted(a.intersection([1, 3])), sorted(a.difference([1])), sorted(a.symmetric_difference([1, 9])))
c = set(a)
print(c.add(5), c.add(1), sorted(c), c.discard(99), c.remove(5), sorted(c), len(c), 2 in c, c.update([8, 9]), sorted(c))
c &= {1, 8}
c |= {10}
c -= {1}
c ^= {10, 11}
print(sorted(c), c.copy() == c, c.clear(), c, set(), {1}, frozenset(), frozenset({2}))
f = frozenset([1, 2])
print(f == {1, 2}, hash(f) == hash(frozenset([2, 1])), {f: "key"}[frozenset([2, 1])], type(f | {3}).__name__, type({3} | f).__name__)
print(sorted({x % 3 for x in range(10)}), sorted(set("hello")), len({1, 1.0, True}), {frozenset()} == {frozenset()})
for act in (lambda: {1}.remove(2), lambda: set().pop(), lambda: {[]}, lambda: {1} | [2], lambda: frozenset().add(1), lambda: hash({1})):
    try:
        act()
    except (KeyError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    for x in a:
        a.add(x + 10)
except RuntimeError as error:
    print(error)
