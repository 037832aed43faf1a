import sys
import types


def module(name, **names):
    made = types.ModuleType(name)
    vars(made).update(names)
    sys.modules[name] = made


module("plain", a=1, _b=2, __c__=3)
module("listed", a=1, _b=2, c=3, __all__=["_b", "c"])
module("bad_name", __all__=["missing"])
module("odd_all", x=5, __all__=("x",))
for name in "plain", "listed", "bad_name", "odd_all":
    space = {}
    try:
        exec(f"from {name} import *", space)
    except (AttributeError, TypeError, ImportError) as error:
        print(name, type(error).__name__, error)
    space.pop("__builtins__", None)
    print(name, space)
import os.path as p
import os as o, sys as s

print(p is o.path, s is sys)
import xml.dom

print(sorted(n for n in dir() if n in ("xml", "dom")), xml.dom.__name__)
from os import path as q, sep

print(q is p)
