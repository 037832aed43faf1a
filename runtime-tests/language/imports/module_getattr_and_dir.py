import sys
import types

module = types.ModuleType("made", "doc text")
module.__getattr__ = lambda name: f"computed {name}" if name in ("other", "anything") else raise_attribute(name)
module.__dir__ = lambda: ["b", "a"]


def raise_attribute(name):
    raise AttributeError(f"no {name} here")


module.real = 1
sys.modules["made"] = module
import made
from made import anything, real

print(made.real, made.other, anything, real, dir(made))
try:
    made.missing
except AttributeError as error:
    print(error)
try:
    from made import missing
except ImportError as error:
    print(error)
print(hasattr(made, "missing"), getattr(made, "missing", "default"), made.__doc__, made.__name__)
del module.__getattr__
try:
    made.other
except AttributeError as error:
    print(error)
print(repr(module), module.__spec__, module.__loader__, module.__package__)


class Sub(types.ModuleType):
    @property
    def p(self):
        return "property of " + self.__name__


print(Sub("s").p, vars(Sub("t"))["__name__"])
for args in (), (1,), ("a", 2, 3):
    try:
        types.ModuleType(*args)
    except TypeError as error:
        print(error)
