# A descriptor that only has __set__ does not hide the instance's own attribute, wherever it is read.
class Only:
    def __set__(self, o, v): o.__dict__["a"] = v * 2
class X: a = Only()
x = X()
print(type(x.a).__name__)
x.a = 21
def read(o):
    s = 0
    for _ in range(50): s += o.a
    return s
print(x.a, read(x), vars(x), getattr(x, "a"))
class M(type): b = Only()
class Y(metaclass=M): pass
print(type(Y.b).__name__)
