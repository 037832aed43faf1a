# Subset order of sets.
a, b = {1, 2}, {1, 2, 3}
print(a < b, a <= b, a <= a, a < a, b > a, a >= b, a == {2, 1}, a != b, {1} < {2}, {2} < {1}, set() < a, a == frozenset(a), a == [1, 2], a < frozenset(b))
print(a.__lt__([1]), a.__eq__([1]), a.__and__([1]), a.__le__(b))
class S(set):
    def __eq__(self, o): return "eq"
    __hash__ = None
print(a == S(), S() == a)
print({1, 1.0, True} == {1}, {float("nan")} == {float("nan")}, sorted([{1}, {1, 2, 3}, {1, 2}], key=len))
