class A:
    def __add__(self, other):
        return "A.add"

    def __radd__(self, other):
        return "A.radd"


class B(A):
    def __radd__(self, other):
        return "B.radd"


class C(A):
    pass


class D:
    def __add__(self, other):
        return NotImplemented

    def __radd__(self, other):
        return NotImplemented


print(A() + A(), A() + B(), B() + A(), A() + C(), 1 + A(), A() + 1)
for action in (lambda: D() + D(), lambda: D() + 1, lambda: 1 + D(), lambda: D() - D(), lambda: D() @ 2, lambda: 2 ** D(), lambda: divmod(D(), 2), lambda: -D(), lambda: ~D(), lambda: +"s", lambda: pow(2, D(), 3)):
    try:
        print(action())
    except TypeError as error:
        print(error)


class N(int):
    def __rsub__(self, other):
        return "reflected"


print(5 - N(3), N(5) - 3, N(5) - N(3))


class E:
    def __eq__(self, other):
        return "E.eq"

    def __lt__(self, other):
        return "E.lt"


class F(E):
    def __eq__(self, other):
        return "F.eq"

    def __gt__(self, other):
        return "F.gt"


print(E() == F(), E() < F(), F() > E(), 1 > E(), E() == 1, E() != 1)
