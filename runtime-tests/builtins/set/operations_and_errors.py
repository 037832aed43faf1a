# Set algebra by method and by operator.
a, b = {1, 2, 3}, {3, 4}
print(a | b, a & b, a - b, a ^ b, a.union([5], (6,)), a.intersection([1, 3], {3}), a.difference([1], [2]), a.symmetric_difference([3, 9]), a.isdisjoint([7]), a.issubset(range(5)), a.issuperset([1]), a <= a, a < a, a >= {1}, a == {3, 2, 1}, a == frozenset(a))
a.add(4); a.discard(99); a.remove(4); a.update([7], (8,)); a.intersection_update(range(8)); a.difference_update([1]); a.symmetric_difference_update({2, 100}); print(a)
c = a; c |= {50}; c &= {50, 3}; c -= {3}; c ^= {1}; print(a, c is a, a.copy() is a, a.pop() in (1, 50), len(a)); a.clear(); print(a, set(), frozenset(), {*()}, frozenset([1]), {frozenset()})
for f in (lambda: {1}.remove(2), lambda: set().pop(), lambda: {[]}, lambda: {1} | [1], lambda: {1} < [1], lambda: set(5), lambda: {1} + {2}, lambda: hash(set()), lambda: {1}[0], lambda: {1}.add(), lambda: {1}.update(5), lambda: frozenset().add, lambda: set(1, 2), lambda: set(a=1), lambda: {1}.discard([]), lambda: [] in {1}, lambda: {1}.remove({2}), lambda: {1} - "a", lambda: {1}.union(1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(frozenset([1]) | {2}, type({1} | frozenset([2])).__name__, type(frozenset() | {2}).__name__, {1} in {frozenset([1])}, frozenset("a").copy() == {"a"}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])))
class S(set):
    def __repr__(self): return "S" + super().__repr__()
print(S([1]) | {2}, S([1]), type(S([1]).copy()).__name__, type(S() & S()).__name__)
s = {1, 2}
try:
    for x in s: s.add(x + 10)
except RuntimeError as e: print(e)
