import sys

for source in (
    "import no_such_module",
    "import os.no_such",
    "import sys.anything",
    "from os import no_such_name",
    "from no_such_module import x",
    "import os.path.deeper",
    "from math import *; from math import nothing",
    "__import__('')",
    "from os.path import join, nope",
):
    try:
        exec(source)
    except Exception as error:
        name = getattr(error, "name", None)
        print(source, "->", type(error).__name__, str(error).split(" (")[0], name)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as error:
    print(type(error).__name__, error)
sys.modules["odd"] = 5
import odd

print(odd)
try:
    from odd import thing
except ImportError as error:
    print(error)
print(ImportError("m", name="n", path="p", name_from="f").name_from, ImportError("m").name)
try:
    ImportError("m", other=1)
except TypeError as error:
    print(error)
