# repr of containers in containers, of objects with their own repr, of recursive ones.
class R:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"R({self.n!r})"
class S(R):
    def __str__(self): return "as str"
print([R(1), S("q")], (R(None),), {R(1).n: S(2)}, {"k": [R([R(3)])]}, S(4), f"{S(5)} {S(6)!r}", str([S(7)]))
a = [1]
a.append(a)
d = {"self": None}
d["self"] = d
t = ([],)
t[0].append(t)
print(a, d, t)
print([], [[]], (), ((),), {}, {1: {}}, set(), [set()], frozenset(), ((1,),), [(1, 2), [3]], {(1,): [2]}, [None, True, 1.0, "s", b"b", 1j, ..., range(2), int])
class Bad:
    def __repr__(self): return 5
try:
    repr(Bad())
except TypeError as error:
    print(error)
class Fails:
    def __str__(self): raise ValueError("no text")
try:
    print(Fails())
except ValueError as error:
    print(error)
