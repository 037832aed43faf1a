# operator.length_hint and __length_hint__.
import operator
class H:
    def __init__(self, h): self.h = h
    def __length_hint__(self): return self.h
class L:
    def __len__(self): return 4
class TE:
    def __length_hint__(self): raise TypeError("ignored")
class VE:
    def __length_hint__(self): raise ValueError("kept")
print(operator.length_hint([1]), operator.length_hint(L()), operator.length_hint(H(7)), operator.length_hint(H(NotImplemented), 9), operator.length_hint(5, 3), operator.length_hint(5), operator.length_hint(TE(), 2))
for v, d in ((H(-1), 0), (H("a"), 0), (H(1.5), 0), (VE(), 0), (5, "x"), (H(10**30), 0)):
    try: print(operator.length_hint(v, d))
    except Exception as e: print(type(e).__name__, e)
for it in (iter([1, 2]), iter({1}), iter("ab"), reversed([1]), iter({1: 2}), iter(range(4)), enumerate("a"), iter(b"xyz")): print(type(it).__name__, operator.length_hint(it, 99), end="; ")
print()
