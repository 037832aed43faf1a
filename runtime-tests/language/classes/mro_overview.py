# Method resolution in diamonds; cooperative super.
class Base:
    def go(self):
        return ["Base"]
class Left(Base):
    def go(self):
        return ["Left"] + super().go()
class Right(Base):
    def go(self):
        return ["Right"] + super().go()
class Both(Left, Right):
    def go(self):
        return ["Both"] + super().go()
class Mixin:
    def go(self):
        return ["Mixin"] + super().go()
class Mixed(Mixin, Both):
    pass
print(Both().go(), Mixed().go(), [c.__name__ for c in Mixed.__mro__], [c.__name__ for c in Mixed.mro()])
try:
    class Impossible(Base, Left):
        pass
except TypeError as error:
    print(str(error).split("\n")[0])
try:
    class Twice(Left, Left):
        pass
except TypeError as error:
    print(error)
try:
    class Final(bool):
        pass
except TypeError as error:
    print(error)
print(super(Left, Both()).go(), super(Right, Both()).go())
