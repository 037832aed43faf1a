def outer(kind):
    local = kind

    def inner(a: local, b: kind) -> "x": ...

    local = str
    return inner


print(outer(int).__annotations__)


class A:
    value = int

    def method(self, a: value) -> A: ...

    attribute: A


print(A.method.__annotations__, A.__annotations__)


def lazily(x: order.append("evaluated")): ...


order = []
print(order)
lazily.__annotations__
lazily.__annotations__
print(order)
