@a
@b(1)
def f(x, y=(1, 2), *, z=X): pass

@dec
class C: pass
