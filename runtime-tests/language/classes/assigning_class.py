class A:
    x = "a"


class B:
    x = "b"


class S:
    __slots__ = ("q",)


class T:
    __slots__ = ("q",)


a = A()
a.__class__ = B
print(a.x, type(a).__name__)
s = S()
s.q = 5
s.__class__ = T
print(type(s).__name__, s.q)
for target, value in ((a, S), (a, 3), (1, A), (A, type), (a, int), ([], A)):
    try:
        target.__class__ = value
        print("assigned")
    except TypeError as error:
        print(error)
try:
    del a.__class__
except TypeError as error:
    print(error)


class Liar:
    @property
    def __class__(self):
        return int


print(isinstance(Liar(), int), isinstance(Liar(), Liar), type(Liar()).__name__)
A.__name__ = "Renamed"
A.__qualname__ = "Some.Where"
A.__module__ = "elsewhere"
print(A, A.__name__)
for value in 3, "with\0nul":
    try:
        A.__name__ = value
    except (TypeError, ValueError) as error:
        print(error)
