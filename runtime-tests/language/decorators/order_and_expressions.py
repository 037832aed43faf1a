# Decorators are evaluated from the top and applied from the bottom.
def d(label):
    print("make", label)
    def apply(f):
        print("apply", label, getattr(f, "__name__", f))
        return f
    return apply
@d("a")
@d("b")
def f(x=print("default")): pass
@d("c")
class C:
    print("body")
table = {"x": [d]}
@table["x"][0]("sub")
@(lambda f: [f.__name__])
def g(): pass
print(g)
@print
@len
@str.split
@lambda f: "a b c"
def h(): pass
print(h)
class K:
    @property
    def p(self): return 1
    @p.setter
    def p(self, v): print("set", v)
    @staticmethod
    @d("static")
    def s(): return "s"
    @classmethod
    @d("class")
    def c(cls): return cls.__name__
k = K()
k.p = 5
print(k.p, K.s(), K.c())
