# Imports go on when the entries of importlib's own modules in sys.modules are hidden.
import sys

sys.modules["_frozen_importlib"] = None
sys.modules["_frozen_importlib_external"] = None
for name in [name for name in sys.modules if name.split(".")[0] == "importlib"]:
    del sys.modules[name]
import importlib
import colorsys

print(colorsys.__name__, importlib._bootstrap.__name__, importlib.util is not None if hasattr(importlib, "util") else "")
