# Separators, ends, files and flushing.
class F:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
    def flush(self): self.parts.append("FLUSH")
f = F()
print(1, "a", None, sep="-", end="!", file=f); print(file=f, flush=True); print("x", sep=None, end=None, file=f)
print(f.parts)
print(); print("", end=""); print(*[], sep="x"); print(*"abc", sep=""); print("a\n", "b", sep="|"); print([1, "x", 2.0], {"k": None})
for g in (lambda: print(sep=5), lambda: print(1, 2, sep=b""), lambda: print(end=5), lambda: print(file=5), lambda: print(foo=1), lambda: print(1, file=object())):
    try: g()
    except Exception as e: print(type(e).__name__, e)
class S:
    def __str__(self): return "S"
    def __repr__(self): return "R"
print(S(), [S()], (S(),), {S().__str__(): S()}, f"{S()}", "%s %r" % (S(), S()), str(S()), repr(S()))
