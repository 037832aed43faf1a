# Chains evaluate each operand once and stop early.
def v(x):
    print(x, end=" ")
    return x
print(v(1) < v(2) < v(3))
print(v(1) > v(2) > v(3))
print(v(1) < v(3) > v(2) != v(5) >= v(5))
print(1 == 1.0 == True, 1 < 2 in [2], None is None is not 5)
class C:
    def __init__(self, n): self.n = n
    def __lt__(self, o): return [self.n, o.n]
    def __repr__(self): return f"C{self.n}"
print(C(1) < C(2) < C(3))
class F:
    def __lt__(self, o): return []
    def __gt__(self, o): return 0
print(F() < F() < undefined, F() > F() > undefined)
if not 1 < 2 > 3: print("not")
print([x for x in range(10) if 2 < x <= 5], 3 in [3] in [[3]])
