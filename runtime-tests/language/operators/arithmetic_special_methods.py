class M:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"M({self.v!r})"


for name, symbol in {"add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "lshift": "<<", "rshift": ">>", "and": "&", "xor": "^", "or": "|"}.items():
    setattr(M, f"__{name}__", lambda self, other, s=symbol: M(f"{self.v}{s}{other}"))
    setattr(M, f"__r{name}__", lambda self, other, s=symbol: M(f"{other}{s}r{self.v}"))
    setattr(M, f"__i{name}__", lambda self, other, s=symbol: M(f"{self.v}{s}={other}"))
    m = M("m")
    print(eval(f"m {symbol} 1"), eval(f"1 {symbol} m"), end=" ")
    exec(f"m {symbol}= 2")
    print(m)
for name, symbol in {"neg": "-", "pos": "+", "invert": "~"}.items():
    setattr(M, f"__{name}__", lambda self, s=symbol: M(s + self.v))
print(-M("a"), +M("b"), ~M("c"), -~+M("d"))
M.__divmod__ = lambda self, other: ("divmod", other)
M.__rdivmod__ = lambda self, other: ("rdivmod", other)
M.__abs__ = lambda self: "abs"
M.__round__ = lambda self, n=None: ("round", n)
M.__trunc__ = M.__floor__ = M.__ceil__ = lambda self: 5
M.__pow__ = lambda self, other, mod=None: ("pow", other, mod)
M.__int__ = lambda self: 42
M.__float__ = lambda self: 4.5
M.__complex__ = lambda self: 1j
import math

m = M("m")
print(divmod(m, 2), divmod(2, m), abs(m), round(m), round(m, 2), math.trunc(m), math.floor(m), math.ceil(m), pow(m, 2), pow(m, 2, 3))
print(int(m), float(m), complex(m))
