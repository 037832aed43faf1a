# __lt__ may return anything with a truth value.
class A:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return [1] if self.v < o.v else ""
    def __repr__(self): return f"A{self.v}"
class Bad:
    def __lt__(self, o): raise ZeroDivisionError("lt")
class NoBool:
    def __bool__(self): raise ValueError("no truth")
class R:
    def __lt__(self, o): return NoBool()
print(sorted([A(3), A(1), A(2)]), max([A(1), A(5)], key=lambda a: a.v))
for v in ([Bad(), Bad()], [R(), R()]):
    try: v.sort()
    except Exception as e: print(type(e).__name__, e, len(v))
class G:
    def __init__(self, v): self.v = v
    def __gt__(self, o): return self.v > o.v
    def __repr__(self): return f"G{self.v}"
print(sorted([G(2), G(1)]))
