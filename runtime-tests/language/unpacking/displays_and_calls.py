# Stars in displays, calls, subscripts, returns.
a, d = [1, 2], {"x": 1, "y": 2}
print([*a, *"ab", 0], (*a, 3), {*a, 2, 5}, {**d, "x": 9, **{"z": 3}}, [*d], [*{}, *()])
def f(*args, **kw): return args, kw
print(f(*a, 3, *"b", k=1, **d), f(*[], **{}), f(0, *a, **d, w=2))
def ret(): return 1, *a, *"c"
def gen(): yield *a, 9
print(ret(), list(gen()))
class S:
    def __getitem__(self, k): return k
s = S()
print(s[*a], s[1, *a, 2:3], s[*a,])
for x in *a, 7: print(x, end=" ")
print()
def g(a, b): pass
for h in (lambda: f(*5), lambda: f(**5), lambda: f(**{1: 2}), lambda: f(**d, x=5), lambda: f(x=5, **d), lambda: g(*a, b=1), lambda: [*1], lambda: {**[1]}, lambda: {*1}, lambda: f(*a, **d, **{"x": 0}), lambda: g(**{"a": 1, "c": 2}), lambda: print(*a, sep=5)):
    try: print(h())
    except TypeError as e: print(e)
class KW:
    def keys(self): return ["p", "q"]
    def __getitem__(self, k): return k * 2
print(f(**KW()), {**KW()}, dict(KW()))
