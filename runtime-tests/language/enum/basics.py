# Enum, IntEnum, auto and Flag.
from enum import Enum, IntEnum, Flag, auto
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def shout(self):
        return self.name + "!"
class Size(IntEnum):
    SMALL = 1
    LARGE = 10
class Step(Enum):
    ONE = auto()
    TWO = auto()
class Access(Flag):
    READ = auto()
    WRITE = auto()
print(Color.RED, repr(Color.GREEN), Color.RED.name, Color.RED.value, Color(2), Color["RED"], Color.CRIMSON is Color.RED, Color.RED.shout())
print(list(Color), len(Color), Color.RED == Color.RED, Color.RED == 1, Color.RED in Color, isinstance(Color.RED, Color), {Color.RED: "r"}[Color(1)])
print(Size.SMALL + 1, Size.LARGE > 5, Size(10), sorted(Size, reverse=True), Step.TWO.value, [s.name for s in Step], f"{Size.SMALL}")
print(Access.READ | Access.WRITE, Access.READ in (Access.READ | Access.WRITE), Access(0), ~Access.READ)
def no_change():
    Color.RED = 5
for act in (lambda: Color(9), lambda: Color["NONE"], no_change):
    try:
        act()
    except (ValueError, KeyError, AttributeError) as error:
        print(type(error).__name__, error)
