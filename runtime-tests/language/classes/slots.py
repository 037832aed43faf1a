# Instances without a dict.
class Slim:
    __slots__ = ("a", "b")
    shared = 1
    def __init__(self, a):
        self.a = a
class Child(Slim):
    __slots__ = ("c",)
class Loose(Slim):
    pass
s = Slim(1)
s.b = 2
print(s.a, s.b, s.shared, hasattr(s, "__dict__"), Slim.__slots__)
del s.b
def set_unknown():
    s.zz = 1
def set_shared():
    s.shared = 2
for act in (lambda: s.b, set_unknown, set_shared):
    try:
        act()
    except AttributeError as error:
        print(error)
c = Child(1)
c.b, c.c = 2, 3
print(c.a, c.b, c.c)
l = Loose(5)
l.any = 6
print(l.a, l.any, l.__dict__)
