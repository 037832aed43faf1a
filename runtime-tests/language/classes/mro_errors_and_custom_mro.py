class A: ...
class B(A): ...
class C(A): ...


def attempt(*bases):
    try:
        print([k.__name__ for k in type("X", bases, {}).__mro__])
    except TypeError as error:
        print(error)


attempt(B, C)
attempt(A, B)
attempt(B, C, A)
attempt(A, A)
attempt(int, str)
attempt(bool)
attempt(type(None))
attempt(type(lambda: 0))
attempt(B, int, C)


class Meta(type):
    def mro(cls):
        print("mro of", cls.__name__)
        return [cls, C, B, A, object]


class D(metaclass=Meta): ...


print([k.__name__ for k in D.__mro__], issubclass(D, C), D.__bases__)


class BadMeta(type):
    def mro(cls):
        return [cls, 3]


try:

    class E(metaclass=BadMeta): ...

except TypeError as error:
    print(error)
B.__bases__ = (C,)
print([k.__name__ for k in B.__mro__])
for bases in (B,), (), 5:
    try:
        C.__bases__ = bases
    except TypeError as error:
        print(error)
