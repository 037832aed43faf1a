# Importing a module beside the program, and a package.
import _sibling
import _sibling as again
from _sibling import add, get_value as getter, Thing
print(_sibling is again, _sibling.value, _sibling.__name__, _sibling.__doc__, add("a"), _sibling.add("b"), again.names)
_sibling.value = 99
print(getter(), Thing.where, Thing().__class__.__module__, hasattr(_sibling, "nothing"))
import _package.inner
from _package import level, inner as deep
print(_package.level, level, deep.depth, deep.up(), _package.inner is deep, _package.__name__)
def local_import():
    import _sibling as s
    return s.names
print(local_import())
from _sibling import *
print(value, "_hidden" in globals(), names)
import sys
print("_sibling" in sys.modules, sys.modules["_package.inner"] is deep)
try:
    import no_such_module
except ModuleNotFoundError as error:
    print(error, error.name)
try:
    from _sibling import missing_name
except ImportError as error:
    print(str(error).split(" (")[0])
try:
    import _package.absent
except ModuleNotFoundError as error:
    print(error)
