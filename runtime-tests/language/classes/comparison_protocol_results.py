class V:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n if isinstance(other, V) else NotImplemented

    def __eq__(self, other):
        return self.n == other.n if isinstance(other, V) else NotImplemented


print(V(1) < V(2), V(2) > V(1), V(1) == V(1), V(1) != V(2), V(1) == 1, V(1) != 1)
for action in (lambda: V(1) <= V(2), lambda: V(1) < 1, lambda: V(1) > 1, lambda: hash(V(1)), lambda: sorted([V(1), 2])):
    try:
        print(action())
    except TypeError as error:
        print(error)
print([v.n for v in sorted([V(3), V(1), V(2)])], min(V(2), V(1)).n, V(1) in [V(1)], [V(1)] == [V(1)], (V(1), V(2)) < (V(1), V(3)))
from functools import total_ordering


@total_ordering
class T(V):
    pass


print(T(1) <= T(1), T(2) >= T(3), T(1) > T(0))


class Vector:
    def __eq__(self, other):
        return ["elementwise"]

    def __lt__(self, other):
        return []


print(Vector() == 1, Vector() < 1, not Vector() == 1, bool(Vector() != 1), 1 == Vector(), 1 > Vector())
