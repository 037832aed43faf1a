T = "global"


def f[T](x=T):
    return x, T


print(f()[0], f()[1], T)


class C[T]:
    inner = T
    T = "class"

    def method(self):
        return T

    seen = T


print(C.inner, C.seen, C().method())


def outer():
    x = 1

    def inner[T: x]():
        return T

    x = 2
    return inner


print(outer()().__bound__)
try:

    def g[U](a=U): ...

except NameError as error:
    print(error)


class D:
    attribute = 5

    def m[T: attribute](self): ...


print(D.m.__type_params__[0].__bound__)
print(f.__qualname__, outer().__qualname__, C.method.__qualname__)
