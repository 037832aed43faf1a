# What counts as false, and how conditions are short-circuited.
class Len:
    def __init__(self, n): self.n = n
    def __len__(self): print("len", end=" "); return self.n
class Bool(Len):
    def __bool__(self): print("bool", end=" "); return True
for v in (0, 1, 0.0, -0.0, 0j, "", " ", [], [0], (), {}, set(), None, ..., b"", range(0), Len(0), Len(2), Bool(0), object(), float("nan"), lambda: 0, frozenset(), bytearray(1), memoryview(b"")):
    print(type(v).__name__, "T" if v else "F", not v, bool(v) is (not not v))
def t(x): print(x, end=" "); return x
print(t(0) or t("") or t([]), t(1) and t(2) and t(0) and t(3), t(0) and 1 or t(5), not t(1) or t(2))
if t(0): pass
elif t(""): pass
elif t(3): print("three")
else: print("no")
print(t("a") if t(0) else t("b"), (t(1) if t(2) else t(3)) or 9)
try: print(bool(NotImplemented))
except TypeError as e: print(e)
