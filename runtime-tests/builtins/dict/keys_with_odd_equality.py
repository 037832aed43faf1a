# Keys are compared by identity, then by hash and ==.
class K:
    def __init__(self, h, n): self.h, self.n = h, n
    def __hash__(self): return self.h
    def __eq__(self, o): print("eq", self.n, getattr(o, "n", "other")); return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f"K{self.n}"
a, b, c = K(1, "a"), K(1, "b"), K(2, "a")
d = {a: 1}
d[a] = 2; print(d); d[b] = 3; print(d); d[c] = 4; print(len(d), d[K(1, "b")])
nan = float("nan"); n = {nan: 1}; print(n[nan], float("nan") in n)
class Bad:
    def __hash__(self): return 1
    def __eq__(self, o): raise ZeroDivisionError("eq")
d = {Bad(): 1}
try: d[Bad()]
except ZeroDivisionError as e: print(e)
class NoHash: __hash__ = None
class StrHash:
    def __hash__(self): return "x"
for k in (NoHash(), StrHash(), [], {}, set(), bytearray()):
    try: {k: 1}
    except TypeError as e: print(e)
