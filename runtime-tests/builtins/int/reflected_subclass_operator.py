# The right operand goes first when its class is a subclass that overrides.
class I(int):
    def __radd__(self, other): return ("radd", int(other))
    def __rsub__(self, other): return ("rsub", int(other))
    def __gt__(self, other): return "gt"
class J(int): pass
print(1 + I(2), I(1) + 2, 5 - I(2), 1 < I(2), I(1) + I(2), J(1) + I(2), I(3) + J(4), type(J(1) + J(2)).__name__)
class N:
    def __radd__(self, other): return NotImplemented
    def __add__(self, other): return NotImplemented
for f in (lambda: 1 + N(), lambda: N() + 1, lambda: N() + N(), lambda: 1 - N()):
    try: print(f())
    except TypeError as e: print(e)
