# Methods of dict do not call overridden item methods; copies are plain.
class D(dict):
    def __getitem__(self, k): return "got"
    def __setitem__(self, k, v): super().__setitem__(k, "set")
    def keys(self): return ["fake"]
    def __iter__(self): return iter(["it"])
d = D(a=1)
d["b"] = 2; d.update(c=3)
print(d.get("a"), d["a"], list(d), dict(d), {**d}, d.copy(), type(d.copy()).__name__, d.items(), d.pop("a"), d.setdefault("z", 9), dict.keys(d))
def f(**kw): return kw
print(f(**d))
