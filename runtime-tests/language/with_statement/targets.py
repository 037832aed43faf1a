# The target of with may be any target.
class M:
    def __init__(self, v): self.v = v
    def __enter__(self): return self.v
    def __exit__(self, *a): print("exit", a[0] and a[0].__name__); return True
with M((1, [2, 3])) as (a, [b, c]):
    print(a, b, c)
d = {}
with M(5) as d["k"], M(6) as M.attr:
    pass
print(d, M.attr)
with M([1, 2, 3]) as (first, *rest):
    print(first, rest)
with M(5) as (x, y):
    print("never")
print("x" in globals())
