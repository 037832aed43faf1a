# A dict changed by __eq__ of a key while it is looked up.
class Evil:
    def __init__(self, d): self.d = d
    def __hash__(self): return 1
    def __eq__(self, o):
        if self.d: self.d.clear()
        return False
    def __repr__(self): return "E"
d = {}
e1, e2 = Evil(d), Evil(None)
d[e2] = 1
print(d.get(e1), d)
d[e2] = 1; d[e1] = 5; print(len(d))
d.clear()
d[e2] = 1
print(e1 in d, len(d), d.pop(e1, "none"), d.setdefault(e1, 7))
