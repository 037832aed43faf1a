# Forms of import, and the errors they raise.
import math, sys as system
import os.path
import os.path as p
from math import pi, floor as down
from math import (
    ceil,
    sqrt as root,
)
print(math.pi == pi, system.__name__, os.path is p, down(1.5), ceil(1.5), root(4.0))
for s in ("import no_such_module", "import no_such.sub", "from math import nope", "from os import no_thing as x", "import math.sub", "from no_mod import *", "import os.no_sub", "from __future__ import nope", "from __future__ import braces"):
    try: exec(s, {"__name__": "made"} if "." not in s.split()[1][:1] else {"__name__": "__main__"})
    except (ImportError, SyntaxError) as e: print(s, "|", type(e).__name__, str(e).split(" (")[0], getattr(e, "name", None))
ns = {}
exec("from math import *", ns); print("sqrt" in ns, "__name__" in ns)
def f():
    import json.decoder
    return json.__name__, "json" in globals()
print(f(), __import__("os.path").__name__, __import__("os.path", fromlist=["x"]).__name__ in ("posixpath",), "math" in sys.modules if "sys" in globals() else "math" in system.modules)
for s in ("def f(): from math import *", "from math import (a,)", "from . import *", "from math import ()", "class A: from math import *", "from a import b.c", "import *"):
    try: compile(s, "s", "exec"); print(s, "| fine")
    except SyntaxError as e: print(s, "|", e.msg)
