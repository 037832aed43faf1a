# What comparisons do without methods, and how != follows ==.
class P:
    def __eq__(self, o): return "eq"
p = P()
print(p == 1, p != 1, 1 == p, 1 != p)
class N:
    def __ne__(self, o): return "ne"
n = N()
print(n == n, n != n, n == 1)
class X: pass
x, y = X(), X()
print(x == x, x == y, x != y, x in [x], P.__hash__, X.__hash__ is object.__hash__)
class Nan:
    def __eq__(self, o): return False
z = Nan()
print(z == z, z in [z], [z] == [z], [z].index(z), {1: z} == {1: z}, (z,) != (z,), [z].count(z))
class Lt:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return self.n < o.n
print(Lt(1) > Lt(0), Lt(1) < Lt(0), [k.n for k in sorted([Lt(2), Lt(1)])], max(Lt(1), Lt(3)).n if hasattr(Lt, "__gt__") else 0)
for f in (lambda: x < y, lambda: x <= 1, lambda: Lt(1) <= Lt(2)):
    try: print(f())
    except TypeError as e: print(e)
