class A:
    def method(self, a): ...

    @classmethod
    def of_class(cls, a): ...

    @staticmethod
    def static(a): ...

    def __call__(self, a): ...


def outer():
    def inner(a, b): ...

    return inner


for action in (
    lambda: A().method(),
    lambda: A.of_class(),
    lambda: A.static(),
    lambda: A()(),
    lambda: outer()(),
    lambda: outer()(1, 2, 3),
    lambda: outer()(1, c=2),
    lambda: A(1),
    lambda: (lambda x: x)(),
    lambda: A.method(),
    lambda: len(),
    lambda: len(1, 2),
    lambda: [].append(),
    lambda: [].append(1, 2),
    lambda: "".join(x=1),
    lambda: print(nope=1),
    lambda: int(1, 2, 3),
    lambda: dict(1, 2),
    lambda: sorted(),
    lambda: 5(),
    lambda: None.x(),
    lambda: outer().nope(),
    lambda: A().method.nope,
    lambda: {}.get(),
    lambda: isinstance(1),
    lambda: range(),
    lambda: object(1),
):
    try:
        action()
    except (TypeError, AttributeError) as error:
        print(error)
