# The guess fails in a callee that was inlined into a hot loop: every caller goes on with its own state.
def leaf(x): return x + 1
def middle(x, y):
    before = x * 2
    result = leaf(x)
    return before + result + y
def top(values):
    out = []
    total = 0
    for i, v in enumerate(values):
        kept = (i, v)
        total += middle(v, i)
        if kept[1] != 1:
            out.append((kept, total))
    return total, out
print(top([1] * 3000))
print(top([1] * 3000 + [1.5, 2 ** 62, True, -1]))
class V:
    def __init__(self, n): self.n = n
    def __add__(self, other): return V(self.n + (other.n if isinstance(other, V) else other))
    __radd__ = __add__
    def __mul__(self, k): return V(self.n * k)
    def __ne__(self, other): return True
    def __repr__(self): return f"V({self.n})"
print(top([1] * 10 + [V(5)]))
def pick(kind): return 1 if kind == 0 else 2.0 if kind == 1 else "x" if kind == 2 else None
def consume(kinds):
    seen = []
    for k in kinds:
        v = pick(k)
        try:
            r = leaf(v)
        except TypeError as error:
            r = str(error)[:18]
        if k:
            seen.append(r)
    return seen
print(consume([0] * 3000 + [1, 2, 3, 0, 1]))
def gen(values):
    for v in values:
        yield leaf(v)
def through_generator(values):
    total = 0
    for v in gen(values):
        total += v
    return total
print(through_generator([1] * 3000), through_generator([1] * 3000 + [0.5, 2 ** 62]))
