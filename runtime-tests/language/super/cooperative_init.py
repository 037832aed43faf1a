# Cooperative constructors pass on what they do not know.
class Root:
    def __init__(self, **kw):
        if kw: raise TypeError(f"left over {sorted(kw)}")
        self.log = ["Root"]
class Named(Root):
    def __init__(self, name, **kw):
        super().__init__(**kw)
        self.name = name
        self.log.append("Named")
class Sized(Root):
    def __init__(self, *, size=1, **kw):
        super().__init__(**kw)
        self.size = size
        self.log.append("Sized")
class Both(Named, Sized):
    def __init__(self, *a, **kw):
        super().__init__(*a, **kw)
        self.log.append("Both")
b = Both("n", size=3)
print(b.log, b.name, b.size)
for f in (lambda: Both(), lambda: Both("n", x=1), lambda: Both("a", "b")):
    try: f()
    except TypeError as e: print(e)
class Counter(dict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
    def __missing__(self, k): return super().get(k, "none")
c = Counter(a=1); c["b"] = 2
print(c, c["zz"])
class Up:
    x = 1
class Down(Up):
    x = 2
    def set(self):
        super().x
        try: super().x = 5
        except AttributeError as e: print(e)
Down().set()
