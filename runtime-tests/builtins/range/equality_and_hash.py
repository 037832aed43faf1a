# Ranges are equal as sequences.
print(range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), range(5) == [0, 1, 2, 3, 4], hash(range(0)) == hash(range(5, 5)), hash(range(0, 3, 2)) == hash(range(0, 4, 2)), range(1, 2, 5) == range(1, 2, 9), range(3) != range(4))
print({range(0, 3, 2): 1}[range(0, 4, 2)], range(5).count(3), 3.0 in range(5), 3.5 in range(5), "a" in range(5), range(5).index(3.0), True in range(2), range(5).count(2.0))
class I:
    def __index__(self): return 2
    def __eq__(self, o): return o == 2
print(I() in range(5), range(I()), range(5)[I()], range(5).index(I()))
