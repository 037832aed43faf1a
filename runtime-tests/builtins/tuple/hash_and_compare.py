# Hash depends on items and order; comparison by first difference.
print(hash((1, 2)) == hash((1.0, 2)), hash((1, 2)) == hash((2, 1)), hash(()) == hash(()), hash((1, (2, 3))) == hash((True, (2.0, 3))))
print((1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, "a") == (1, "a"), (1, 2) != [1, 2], (float("nan"),) == (float("nan"),), (2,) > (1, 5))
print(hash(()), hash((1,)), hash((1, 2, 3)), hash((None,)) == hash((None,)), hash((0, -1)), hash(((),)))
class T(tuple):
    def __eq__(self, o): return "T.eq"
    __hash__ = tuple.__hash__
print((1,) == T((1,)), T((1,)) == (1,), hash(T((1, 2))) == hash((1, 2)))
