# One operator site sees many pairs of types, and user-defined operators.
class Money:
    def __init__(self, n): self.n = n
    def __add__(self, other): return Money(self.n + (other.n if isinstance(other, Money) else other))
    def __radd__(self, other): return Money(other + self.n)
    def __lt__(self, other): return self.n < other.n
    def __eq__(self, other): return isinstance(other, Money) and self.n == other.n
    def __repr__(self): return f"${self.n}"
    def __index__(self): return self.n
def add(a, b): return a + b
def less(a, b): return a < b
def same(a, b): return a == b
pairs = [(1, 2), (1.5, 2), (2, 1.5), ("a", "b"), ([1], [2]), ((1,), ()), (Money(1), Money(2)), (Money(1), 5), (5, Money(1)), (True, 1), (2 ** 62, 2 ** 62)]
for _ in range(300):
    results = [add(a, b) for a, b in pairs]
print(results)
ordered = [(1, 2), (2.5, 1), (1, 2.5), ("a", "b"), ([1], [2]), ((2,), (1,)), (Money(1), Money(2)), (2 ** 70, 1)]
for _ in range(300):
    results = [less(a, b) for a, b in ordered]
print(results)
for _ in range(300):
    results = [same(a, b) for a, b in ordered + [(1, 1.0), ("a", "a"), (None, None), (None, 0), (1, "1"), (Money(1), Money(1)), ([1], [1.0])]]
print(results)
for bad in ((1, "a"), ("a", 1), (None, 1), ([], ()), (Money(1), "x")):
    for op in (add, less):
        try:
            print(op(*bad))
        except (TypeError, AttributeError) as error:
            print(error)
class IntLike(int):
    def __add__(self, other): return "overridden"
print(add(IntLike(1), 2), add(2, IntLike(1)), [10, 20, 30][Money(1)])
