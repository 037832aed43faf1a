# classmethod and staticmethod, also inherited.
class Shape:
    registry = []
    def __init__(self, sides):
        self.sides = sides
    @classmethod
    def square(cls):
        return cls(4)
    @classmethod
    def name(cls):
        return cls.__name__
    @staticmethod
    def valid(n):
        return n > 2
class Fancy(Shape):
    @classmethod
    def square(cls):
        made = super().square()
        made.fancy = True
        return made
print(Shape.square().sides, type(Fancy.square()).__name__, Fancy.square().fancy, Shape.name(), Fancy.name(), Fancy(3).name())
print(Shape.valid(3), Shape(1).valid(2), Fancy.valid(9), Shape.name.__self__ is Shape, Fancy.name.__func__ is Shape.name.__func__)
class Holder:
    function = len
    wrapped = staticmethod(lambda x: x * 2)
    plain = lambda self: "bound"
print(Holder().function([1, 2]), Holder.wrapped(4), Holder().wrapped(4), Holder().plain())
