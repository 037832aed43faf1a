class A:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item!r}]"


class B(A):
    pass


print(A[1], B[int, str], A.__class_getitem__(2), type(A.__dict__["__class_getitem__"]).__name__)
try:
    A()[1]
except TypeError as error:
    print(error)


class Meta(type):
    def __getitem__(cls, item):
        return "meta", item


class C(A, metaclass=Meta):
    pass


print(C[1])


class Entry:
    def __mro_entries__(self, bases):
        print("bases", len(bases))
        return (A, list)


class D(Entry()):
    pass


print(D.__bases__, type(D.__orig_bases__[0]).__name__)


class Nothing:
    def __mro_entries__(self, bases):
        return ()


class E(Nothing()):
    pass


print(E.__bases__)


class Wrong:
    def __mro_entries__(self, bases):
        return [A]


for base in Wrong(), 3, "x":
    try:

        class F(base):
            pass

    except TypeError as error:
        print(error)
import types

print(types.resolve_bases((Entry(), int)))
