class A:
    x: int = 1
    y: str
    __private: bool
    (z): float
    w: list[x]


try:
    print(A.__annotations__)
except Exception as error:
    print(type(error).__name__, error)


class B:
    a: int
    for i in range(2):
        if i:
            b: str
        else:
            c: bytes
    if False:
        never: int


print(B.__annotations__)


class C(B):
    pass


print(C.__annotations__, "__annotations__" in C.__dict__)
B.__annotations__["new"] = 1
print(B.__annotations__ is B.__annotations__, list(B.__annotations__))
del B.__annotations__
print(B.__annotations__)
