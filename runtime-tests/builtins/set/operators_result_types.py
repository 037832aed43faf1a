# The class of a result is the left operand's base kind.
class S(set): pass
class F(frozenset): pass
for a in (set([1]), frozenset([1]), S([1]), F([1])):
    for b in (set([2]), frozenset([2]), S([2]), F([2])):
        print(type(a | b).__name__, type(a & b).__name__, type(a - b).__name__, type(a ^ b).__name__, a.union(b) == {1, 2}, end="; ")
    print(type(a.copy()).__name__, type(a.union([3])).__name__)
s = frozenset([1]); print(s.copy() is s, s | frozenset() == s, set([1]) == frozenset([1]), hash(frozenset([1, 2])) == hash(F([2, 1])), {frozenset([1]): "k"}[F([1])])
x = s; x |= {2}; print(type(x).__name__, x, s); y = {1}; z = y; y |= {2}; print(z)
