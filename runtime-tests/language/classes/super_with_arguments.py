# `super(class, object)` written out: methods, attributes, class methods, odd arguments, and changes while hot.


class A:
    tag = "A"

    def __init__(self, n):
        self.n = n

    def name(self):
        return "A.name"

    @classmethod
    def make(cls):
        return "A.make", cls.__name__

    @property
    def prop(self):
        return "A.prop", self.n


class B(A):
    tag = "B"

    def __init__(self, n):
        super(B, self).__init__(n + 1)

    def name(self):
        return "B.name>" + super(B, self).name()

    @classmethod
    def make(cls):
        return "B.make", super(B, cls).make()

    @property
    def prop(self):
        return "B.prop", super(B, self).prop


class C(B):
    tag = "C"

    def name(self):
        return "C.name>" + super(C, self).name()

    def skip(self):
        return super(B, self).name(), super(B, self).tag


for _ in range(50):
    made = [cls(5) for cls in (B, C)]
    seen = [(x.n, x.name(), x.make(), x.prop) for x in made]
print(seen)
c = C(1)
for _ in range(50):
    skipped = c.skip()
print(skipped)

A.name = lambda self: "new A.name"
print(c.name(), c.skip())


class Mixin:
    def name(self):
        return "Mixin.name"


class D(B, Mixin):
    pass


print(D(1).name())
B.__bases__ = (Mixin,)
A2 = B
print(A2.__mro__)
try:
    print(c.name())
except Exception as error:
    print(type(error).__name__, error)
B.__bases__ = (A,)
print(c.name())


class E(A):
    def bad(self, first, second):
        try:
            return super(first, second).name()
        except (TypeError, AttributeError) as error:
            return type(error).__name__, str(error)


e = E(0)
print(e.bad(E, e))
print(e.bad(E, 1))
print(e.bad(1, e))
print(e.bad(A, e))
print(e.bad(E, E))


def shadowed():
    super = lambda *args: ("shadowed", len(args))
    return super(1, 2).__len__()


print(shadowed())


class F(A):
    def order(self):
        def note(what, value):
            print("evaluates", what)
            return value

        return super(note("class", F), note("object", self)).name()


print(F(1).order())


def traced(cls, obj):
    return super(cls, obj).name


print(traced(B, c)())
saved = super


class Counting:
    def __init__(self, cls, obj):
        self.real = saved(cls, obj)

    def __getattr__(self, name):
        return "counted " + name


super = Counting
print(traced(B, c))
del super
print(traced(B, c)())
