# Subclasses of float: results, repr, attributes, hash.
class F(float):
    def __repr__(self): return "F"
    def __new__(cls, v, tag=None):
        self = super().__new__(cls, v)
        self.tag = tag
        return self
f = F(2.5, "t")
print(f, f"{f}", f"{f:.1f}", "%s %r %.1f" % (f, f, f), str(f), f.tag, type(f + 1).__name__, type(-f).__name__, type(abs(f)).__name__, hash(f) == hash(2.5), f == 2.5, float(f).__class__.__name__)
print(f.__getnewargs__(), f.real.__class__.__name__, f.imag, f.conjugate(), f.__dict__, type(f.__pos__()).__name__, {2.5: 1}[f])
