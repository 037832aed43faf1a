# About super: forms, attributes, messages.
class A:
    def m(self): return "A.m"
    @classmethod
    def c(cls): return "A.c", cls.__name__
    @property
    def p(self): return "A.p"
    x = "A.x"
class B(A):
    def m(self): return "B.m", super().m()
    @classmethod
    def c(cls): return super().c()
    @property
    def p(self): return super().p + "!"
    def rep(self): return repr(super())
    def attrs(self): s = super(); return s.__thisclass__, s.__self__ is self, s.__self_class__, s.x
b = B(); print(b.m(), B.c(), b.p, b.rep(), b.attrs(), super(B, b).m(), super(B, B).m(b), repr(super(B)), super(B).__self__, super(B).__get__(b).m(), super(B, b).__class__)
def no_self(): super()
def deleted(self):
    del self
    super()
for f in (lambda: super(), no_self, lambda: super(5), lambda: super(B, 5), lambda: super(B, A()), lambda: super(B, b).nope, lambda: super(B, b, 1), lambda: super(int, "a"), lambda: setattr(super(B, b), "x", 1), lambda: super(B).m, lambda: super(type=B), lambda: super(A, b).m, lambda: super(int, int)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class C(A):
    def __init__(self): self.s = super(C, self)
print(C().s.m())
