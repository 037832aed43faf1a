# deepcopy keeps shared and recursive structure.
import copy
a = [1]; b = [a, a]; c = copy.deepcopy(b); print(c[0] is c[1], c[0] is not a)
l = []; l.append(l); m = copy.deepcopy(l); print(m[0] is m)
d = {}; d["self"] = d; e = copy.deepcopy(d); print(e["self"] is e)
t = ([],); t[0].append(t); u = copy.deepcopy(t); print(u[0][0] is u)
t2 = (1, "a", (2, None)); print(copy.deepcopy(t2) is t2, copy.deepcopy(frozenset([1])) == {1})
class A:
    def __init__(self): self.me = self; self.l = [self]
x = copy.deepcopy(A()); print(x.me is x, x.l[0] is x)
class D:
    def __deepcopy__(self, memo): memo["seen"] = 1; return "deep"
memo = {}; print(copy.deepcopy([D()], memo), memo["seen"])
class M:
    def meth(self): return self
m = M(); n = copy.deepcopy([m, m.meth]); print(n[1]() is n[0], n[0] is not m)
print(copy.deepcopy(bytearray(b"x")), copy.deepcopy({(1, 2): [3]}), copy.deepcopy(len) is len, copy.deepcopy(int) is int, copy.deepcopy(range(5)), copy.deepcopy(slice([1], 2)))
