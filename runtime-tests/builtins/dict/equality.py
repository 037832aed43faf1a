# Equality of dicts ignores order, compares values by identity first.
nan = float("nan")
print({1: 2, 3: 4} == {3: 4, 1: 2}, {1: 2} == {1: 2.0}, {1: nan} == {1: nan}, {1: float("nan")} == {1: float("nan")}, {} == [], {1: 2} != {1: 3}, {1: 2} == {True: 2})
class D(dict):
    def __eq__(self, o): return "D.eq"
    __hash__ = None
print({} == D(), D() == {}, {}.__eq__(5), {}.__lt__({}), {}.__ne__({}))
a = {}; a["self"] = a
print(a, a == a)
b = {}; b["self"] = b
try: a == b
except RecursionError: print("deep")
