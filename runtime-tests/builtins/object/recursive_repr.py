# Containers that contain themselves.
l = []; l.append(l); d = {}; d["d"] = d; d["l"] = l; l.append(d)
print(l); print(d)
t = ([], {}); t[0].append(t); t[1]["t"] = t; print(t)
class L(list): pass
x = L(); x.append(x); print(x)
class O:
    def __init__(self): self.items = [self]
    def __repr__(self): return f"O({self.items.__len__()})"
print([O()], {"o": O()}, (O(),))
v = {}; v["v"] = v.values(); print(len(repr(v)) > 0)
class Bad:
    def __repr__(self): return 5
for f in (lambda: repr(Bad()), lambda: repr([Bad()]), lambda: f"{Bad()!r}", lambda: "%r" % Bad(), lambda: ascii(Bad())):
    try: f()
    except TypeError as e: print(e)
a = []; a.append(a); b = []; b.append(b)
try: a == b
except RecursionError as e: print("RecursionError")
deep = []
for _ in range(100000): deep = [deep]
try: repr(deep)
except RecursionError: print("too deep")
print(a == a, a in a, a.index(a), a.count(a))
