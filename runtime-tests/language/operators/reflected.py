# Which operand is asked first.
class L:
    def __add__(self, o): print("L.add"); return NotImplemented
    def __eq__(self, o): print("L.eq"); return NotImplemented
    def __lt__(self, o): print("L.lt"); return NotImplemented
class R:
    def __radd__(self, o): print("R.radd"); return "radd"
    def __eq__(self, o): print("R.eq"); return NotImplemented
    def __gt__(self, o): print("R.gt"); return "gt"
class Sub(L):
    def __radd__(self, o): print("Sub.radd"); return "sub"
print(L() + R(), L() == R(), L() < R(), L() + Sub())
for f in (lambda: L() + 1, lambda: 1 + L(), lambda: L() + L(), lambda: L() < 1, lambda: L() >= L(), lambda: L() @ R(), lambda: 1 ** L(), lambda: divmod(L(), 2), lambda: L() << 1, lambda: L() // 1, lambda: pow(L(), 2, 3)):
    try: print(f())
    except TypeError as e: print(e)
class I:
    def __init__(self): self.v = []
    def __iadd__(self, o): self.v.append(o); return self
    def __isub__(self, o): return NotImplemented
i = I(); j = i
i += 5
print(i is j, i.v)
try: i -= 1
except TypeError as e: print(e)
t = ([],)
try: t[0] += [1]
except TypeError as e: print(e, t)
