# Operations whose result nobody uses still raise, and still run what the classes of other operands say.
class Loud:
    def __init__(self): self.log = []
    def __add__(self, other): self.log.append("add"); return self
    def __and__(self, other): self.log.append("and"); return self
    def __lt__(self, other): self.log.append("lt"); return True
    def __getitem__(self, key): self.log.append(("getitem", key)); return 0
    def __neg__(self): self.log.append("neg"); return self
def add(a, b): a + b
def both(a, b): a & b
def less(a, b): a < b
def divide(a, b): a // b
def modulo(a, b): a % b
def true_divide(a, b): a / b
def shift(a, b): a << b
def item(a, b): a[b]
def negate(a, b): -a
def attribute(a, b): a.log
def unbound(a, b):
    if b != 5: c = 1
    c
def compute(f, a, b, n):
    for i in range(n):
        f(a, b)
    return "done"
def inlined(a, b, n):
    for i in range(n):
        add(a, b)
        divide(a, b)
        item([a, b], b)
    return "done"
print(inlined(1, 1, 400))
for args in [(1, 0), (1, 2), ("a", 1), (None, 1)]:
    try:
        print(inlined(*args, 3))
    except Exception as error:
        print(type(error).__name__, error)
for f in [add, both, less, divide, modulo, true_divide, shift, negate]:
    compute(f, 6, 3, 300)
    for a, b in [(1, 0), (1, -1), ("a", 1), (None, None), (2.5, 0), (Loud(), 1)]:
        try:
            print(f.__name__, a if not isinstance(a, Loud) else "Loud", b, compute(f, a, b, 1), getattr(a, "log", None))
        except Exception as error:
            print(f.__name__, type(error).__name__, error)
compute(item, [1, 2], 1, 300)
for a, b in [([1, 2], 2), ([], 0), ((1,), 1), ({}, "key"), (None, 0), (Loud(), 7), ([1], "x"), ([1], -1)]:
    try:
        print(compute(item, a, b, 1), getattr(a, "log", None))
    except Exception as error:
        print(type(error).__name__, error)
compute(attribute, Loud(), 1, 300)
for a in (5, None, Loud()):
    try:
        print(compute(attribute, a, 1, 1))
    except AttributeError as error:
        print(error)
compute(unbound, 1, 1, 300)
try:
    compute(unbound, 1, 5, 1)
except UnboundLocalError as error:
    print(error)
