class TakesNone:
    pass


class OnlyInit:
    def __init__(self, x): ...


class OnlyNew:
    def __new__(cls, x):
        return super().__new__(cls)


class ReturnsValue:
    def __init__(self):
        return 5


class OtherType:
    def __new__(cls):
        return 7

    def __init__(self):
        print("never called")


class Sub(int):
    def __new__(cls, value, extra):
        self = super().__new__(cls, value)
        self.extra = extra
        return self


for action in (
    lambda: TakesNone(1),
    lambda: TakesNone(x=1),
    lambda: OnlyInit(),
    lambda: OnlyNew(),
    lambda: OnlyNew(1),
    lambda: ReturnsValue(),
    lambda: OtherType(),
    lambda: (Sub(5, "e"), Sub(5, "e").extra),
    lambda: object.__new__(),
    lambda: object.__new__(3),
    lambda: object.__new__(int),
    lambda: int.__new__(str),
    lambda: object().__init__(1),
    lambda: OnlyInit.__new__(OnlyInit, 1, 2).__class__.__name__,
):
    try:
        result = action()
        print(result if isinstance(result, (int, tuple, str)) else type(result).__name__)
    except TypeError as error:
        print(error)
