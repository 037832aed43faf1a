class Root:
    def visit(self, log):
        log.append("Root")
        return log


class Left(Root):
    def visit(self, log):
        log.append("Left")
        return super().visit(log)


class Right(Root):
    def visit(self, log):
        log.append("Right")
        return super().visit(log)


class Both(Left, Right):
    def visit(self, log):
        log.append("Both")
        return super().visit(log)


print(Both().visit([]), super(Left, Both()).visit([]), [k.__name__ for k in Both.__mro__])


class Mixin:
    def __init__(self, *args, mixin=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.mixin = mixin


class Base:
    def __init__(self, value):
        self.value = value


class Made(Mixin, Base):
    pass


made = Made(5, mixin="m")
print(made.value, made.mixin)


class Getter:
    @property
    def name(self):
        return "getter"

    @name.setter
    def name(self, value):
        print("set", value)


class SubGetter(Getter):
    @property
    def name(self):
        return super().name + "!"

    @name.setter
    def name(self, value):
        super(SubGetter, type(self)).name.fset(self, value.upper())


s = SubGetter()
s.name = "x"
print(s.name)
