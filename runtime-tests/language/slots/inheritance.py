class A:
    __slots__ = ("a",)


class B(A):
    __slots__ = ("b",)


class C(B):
    pass


class D(A):
    __slots__ = ("a",)


b = B()
b.a, b.b = 1, 2
print(b.a, b.b, hasattr(b, "__dict__"))
c = C()
c.a, c.z = 1, 2
print(c.__dict__, C.__dict__.get("__slots__"))
d = D()
d.a = 5
print(d.a, D.a is A.a)
try:
    A.a.__get__(d)
except AttributeError as error:
    print(error)
print(A.a.__name__, A.a.__objclass__.__name__, type(A.a).__name__, repr(A.a))


class E:
    __slots__ = {"x": "documented x"}
    y = 3


print(E.x.__doc__, E().y)
try:
    E().y = 4
except AttributeError as error:
    print(error)


class F(tuple):
    __slots__ = ()


print(F((1, 2)), hasattr(F(), "__dict__"))
import copy, pickle

b2 = copy.copy(b)
print(b2.a, b2.b, b2.__reduce_ex__(2)[2])
