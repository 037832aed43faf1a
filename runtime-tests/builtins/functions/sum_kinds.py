# sum of ints, floats (compensated), complex, lists, own classes.
print(sum([]), sum([1, 2], 10), sum((0.1,) * 10), sum([1e100, 1.0, -1e100]), sum([1, 0.5, True]), sum([[1], [2]], []), sum([1j, 2]), sum([2**62, 2**62, 2**62]), sum(x for x in range(5)), sum([0.1] * 3, 0.0), sum([1], start=5), sum([], 1.5), sum([-0.0]), sum([-0.0], -0.0), sum([1e308, 1e308, -1e308]), sum([float("inf"), 1.0]), sum([1.5, 10**20]), sum([0.1j] * 10))
class A:
    def __add__(self, o): return ("add", o)
    def __radd__(self, o): return ("radd", o)
print(sum([A()]), sum([1], A()))
for f in (lambda: sum(), lambda: sum(5), lambda: sum("ab"), lambda: sum(["a"]), lambda: sum(["a"], ""), lambda: sum([b"a"], b""), lambda: sum([bytearray()], bytearray()), lambda: sum([None]), lambda: sum([1], 2, 3), lambda: sum([[1]], ()), lambda: sum([1, "a"])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
