class M1(type): ...
class M2(M1): ...
class Other(type): ...
class A(metaclass=M1): ...
class B(metaclass=M2): ...


class C(A, B): ...


print(type(C).__name__, type(type("D", (A,), {})).__name__)
try:

    class E(A, metaclass=Other): ...

except TypeError as error:
    print(error)


class Call(type):
    def __call__(cls, *args):
        print("call", cls.__name__, args)
        return super().__call__(*args)

    def __iter__(cls):
        return iter("xy")

    def __contains__(cls, item):
        return item == "in"

    def __len__(cls):
        return 7

    def __bool__(cls):
        return False

    def __add__(cls, other):
        return f"{cls.__name__}+{other}"


class F(metaclass=Call):
    def __init__(self, x):
        self.x = x


print(F(5).x, list(F), "in" in F, len(F), bool(F), F + 1)
print(type(F), isinstance(F, Call), F.__class__ is Call, type.__call__(F, 6).x)
for args in ((), ("X",), ("X", ()), (1, (), {}), ("X", [], {}), ("X", (1,), {}), ("X", (), [])):
    try:
        print(type(*args))
    except TypeError as error:
        print(error)
