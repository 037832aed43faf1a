# bool() by __bool__, then __len__, and its errors.
class B:
    def __init__(self, v): self.v = v
    def __bool__(self): return self.v
class L:
    def __init__(self, v): self.v = v
    def __len__(self): return self.v
class Both(L):
    def __bool__(self): return True
print(bool(B(True)), bool(B(False)), bool(L(0)), bool(L(3)), bool(Both(0)), bool(), bool(object()))
for v in (B(1), B("a"), B(None), L(-1), L("a"), L(2**70), L(1.5)):
    try: print(bool(v))
    except Exception as e: print(type(e).__name__, e)
for f in (lambda: bool(1, 2), lambda: bool(x=1), lambda: type("S", (bool,), {})):
    try: print(f())
    except TypeError as e: print(e)
class NoBool: __bool__ = None
try: bool(NoBool())
except TypeError as e: print(e)
