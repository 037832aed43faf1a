# Both forms of super, in methods of every kind.
class A:
    def m(self): return ["A"]
    @classmethod
    def c(cls): return ["A", cls.__name__]
    @staticmethod
    def s(): return "As"
    @property
    def p(self): return "Ap"
class B(A):
    def m(self): return ["B"] + super().m()
    @classmethod
    def c(cls): return ["B"] + super().c()
    @property
    def p(self): return "B" + super().p
    def s(self): return super().s() + super(B, B).s()
class C(A):
    def m(self): return ["C"] + super(C, self).m()
class D(B, C):
    def m(self):
        return ["D"] + super().m()
    def inner(self):
        def f(): return super(D, self).m()
        return f(), __class__.__name__
d = D()
print(d.m(), D.c(), d.p, d.s(), d.inner(), super(B, d).m())
sup = super(B, d)
print(sup.__thisclass__.__name__, sup.__self__ is d, sup.__self_class__.__name__)
class E(A):
    def bad(x): 
        del x
        super()
    def lam(self): return (lambda: super().m())()
    def gen(self): return [super().m for _ in [1]]
    def static(): return super()
for f in (lambda: E().bad(), lambda: E().lam(), lambda: E().gen()[0](), lambda: E.static(), lambda: super(), lambda: super(A, 5), lambda: super(5), lambda: super(B, d).nope, lambda: super(A, A()).m):
    try: print(f())
    except (TypeError, RuntimeError, AttributeError) as e: print(type(e).__name__, e)
