# Reductions with keys, defaults and starts.
print(min(3, 1, 2), max([1, 3, 2]), min("b", "a", key=lambda c: -ord(c)), max([], default=None), min([[1], []], key=len), max({"a": 1}), max(1, 1.0), max((1, "a"), (1, "b")), min([0.0, -0.0]), max("abc"))
print(sum([1, 2]), sum([], 5), sum([[1], [2]], []), sum([0.1] * 10), sum((1, 2.5)), sum([True, True]), sum(range(5), start=10), sum([1, 1j]), sum([10**20, 0.5]), sum([1e100, 1.0, -1e100]))
print(any([]), all([]), any([0, 1]), all([1, 0]), any(x for x in [0, ""]), all("ab"), any({0: 1}))
for f in (lambda: min(), lambda: min([]), lambda: max(5), lambda: min(1, "a"), lambda: max(1, 2, default=3), lambda: min([1], key=5), lambda: sum(["a"]), lambda: sum([1], "a"), lambda: sum([b"a"], b""), lambda: sum(5), lambda: sum([[]]), lambda: any(5), lambda: all([1], [2]), lambda: max([1], foo=1), lambda: sum([1], bytearray()), lambda: max(iter([]))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class B:
    def __bool__(self): raise ValueError("no truth")
try: any([B()])
except ValueError as e: print(e)
def g():
    for x in (0, 1, 2): print("saw", x); yield x
print(any(g()), all(g()))
