for args in (
    (),
    ("m",),
    ("m", []),
    ("m", 5),
    ("m", [1]),
    (1, [ValueError()]),
    ("m", [ValueError(), KeyboardInterrupt()]),
    ("m", (ValueError(1),)),
    ("m", [ValueError], 3),
):
    for kind in ExceptionGroup, BaseExceptionGroup:
        try:
            group = kind(*args)
            print(type(group).__name__, repr(group), group.exceptions, str(group))
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


class Mine(ExceptionGroup):
    def __new__(cls, message, exceptions, code):
        self = super().__new__(cls, message, exceptions)
        self.code = code
        return self

    def derive(self, exceptions):
        return Mine(self.message, exceptions, self.code)


mine = Mine("m", [ValueError(1), KeyError(2)], 7)
left, right = mine.split(KeyError)
print(type(left).__name__, left.code, right.code, str(left), str(mine))
try:

    class Bad(ExceptionGroup, KeyboardInterrupt):
        pass

    print("made")
except TypeError as error:
    print(error)
print(ExceptionGroup[int], ExceptionGroup.__mro__)
