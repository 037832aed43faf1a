# Binary operators, reflected and in-place forms.
class Vec:
    def __init__(self, *parts):
        self.parts = parts
    def __repr__(self):
        return f"Vec{self.parts}"
    def __add__(self, other):
        return Vec(*(a + b for a, b in zip(self.parts, other.parts))) if isinstance(other, Vec) else NotImplemented
    def __radd__(self, other):
        return Vec(*(other + a for a in self.parts)) if isinstance(other, int) else NotImplemented
    def __mul__(self, k):
        return Vec(*(a * k for a in self.parts))
    __rmul__ = __mul__
    def __matmul__(self, other):
        return sum(a * b for a, b in zip(self.parts, other.parts))
    def __neg__(self):
        return self * -1
    def __pos__(self):
        return "pos"
    def __invert__(self):
        return "inv"
    def __abs__(self):
        return max(map(abs, self.parts))
    def __iadd__(self, other):
        self.parts += other.parts
        return self
    def __pow__(self, n, mod=None):
        return ("pow", n, mod)
    def __floordiv__(self, n): return ("floordiv", n)
    def __truediv__(self, n): return ("truediv", n)
    def __rtruediv__(self, n): return ("rtruediv", n)
    def __mod__(self, n): return ("mod", n)
    def __divmod__(self, n): return ("divmod", n)
    def __lshift__(self, n): return ("lshift", n)
    def __rrshift__(self, n): return ("rrshift", n)
    def __and__(self, n): return ("and", n)
    def __ror__(self, n): return ("ror", n)
    def __xor__(self, n): return ("xor", n)
v, w = Vec(1, 2), Vec(3, 4)
print(v + w, 10 + v, v * 3, 3 * v, v @ w, -v, +v, ~v, abs(-w), v ** 2, pow(v, 2, 5))
print(v // 1, v / 2, 2 / v, v % 3, divmod(v, 4), v << 5, 6 >> v, v & 7, 8 | v, v ^ 9)
before = v
v += w
print(v, before is v)
v *= 2
print(v, before is v)
class Sub(Vec):
    def __radd__(self, other):
        return "the subclass goes first"
print(Vec(1) + Sub(2), Sub(1) + Vec(2))
for act in (lambda: v + 1, lambda: "a" + v, lambda: v - w, lambda: v >> 1, lambda: v | 1, lambda: [] @ []):
    try:
        act()
    except TypeError as error:
        print(error)
