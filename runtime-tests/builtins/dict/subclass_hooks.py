# Which hooks of subclasses dictionaries use.
class D(dict):
    def __missing__(self, k): return f"missing {k}"
    def __getitem__(self, k): print("getitem", k); return super().__getitem__(k)
    def __setitem__(self, k, v): print("setitem", k); super().__setitem__(k, v)
    def __contains__(self, k): print("contains"); return True
    def keys(self): print("keys"); return ["q"]
d = D(a=1); d["b"] = 2
print(d["zz"], d.get("zz"), "zz" in d, d.setdefault("c", 3), dict(d), {**d}, d.copy(), type(d.copy()).__name__)
def f(**k): return k
print(f(**D(x=1)), D.fromkeys("a"), d | {}, type(d | {}).__name__, list(d), "{a}".format(**dict(a=1)), "%(zz)s" % d)
class H:
    def __init__(self, h): self.h = h
    def __hash__(self): return self.h
    def __eq__(self, o): print("eq", self.h); return self is o
a, b = H(1), H(1)
e = {a: "a", b: "b"}
print(e[a], e[b], len(e), e.get(H(1)))
class BadHash:
    def __hash__(self): return "x"
class Huge:
    def __hash__(self): return 2**70
try: {BadHash(): 1}
except TypeError as err: print(err)
print(hash(Huge()) == hash(2**70), {Huge(): 1} is not None)
