# any and all stop early and pass errors on.
class T:
    def __init__(self, v): self.v = v
    def __bool__(self): print("bool", self.v); return self.v
class Bad:
    def __bool__(self): raise KeyError("bad")
print(any([]), all([]), any([0, "", T(True), T(False)]), all([1, T(False), T(True)]), any(x for x in [0]), all({}), any("a"))
for f in (lambda: any(5), lambda: all(None), lambda: any(), lambda: all(1, 2), lambda: any([0, Bad()]), lambda: all([Bad()]), lambda: any(iterable=[])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
