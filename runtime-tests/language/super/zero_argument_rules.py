class A:
    def f(self):
        return "A.f"

    @classmethod
    def c(cls):
        return "A.c", cls.__name__

    @property
    def p(self):
        return "A.p"


class B(A):
    def f(self):
        return [super().f() for _ in range(2)]

    @classmethod
    def c(cls):
        return super().c()

    @property
    def p(self):
        return super().p + " via B"

    def nested(self):
        def inner():
            return super(B, self).f()

        return inner()

    def no_first():
        return super()

    def rebinds(self):
        self = 3
        return super().f()

    def lambda_form(self):
        return (lambda: __class__)()

    attribute = super


b = B()
print(b.f(), B.c(), b.p, b.nested(), b.lambda_form())
for action in (B.no_first, b.rebinds, lambda: super(), lambda: super(B, 3), lambda: super(3), lambda: super(B, A()), lambda: super().x):
    try:
        print(action())
    except (RuntimeError, TypeError, UnboundLocalError) as error:
        print(type(error).__name__, error)
s = super(B, b)
print(s.__thisclass__.__name__, s.__self__ is b, s.__self_class__.__name__, repr(s).startswith("<super: <class 'B'>"))
try:
    s.missing
except AttributeError as error:
    print(error)
try:
    s.f = 1
except AttributeError as error:
    print(error)
print(super(B, B).c(), super(B).__self__)
