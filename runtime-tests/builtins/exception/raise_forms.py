# What raise takes, and what it refuses.
class Weird(Exception):
    def __new__(cls): return 5
class NoInit(Exception):
    def __init__(self): raise KeyError("init")
def r(what, *cause):
    try:
        if cause: raise what from cause[0]
        raise what
    except BaseException as e: print(type(e).__name__, e, repr(e.__cause__))
r(ValueError); r(ValueError("v")); r(5); r("text"); r(int); r(None); r(Weird); r(NoInit); r(ValueError, KeyError); r(ValueError, KeyError("k")); r(ValueError, 5); r(ValueError, int); r(ValueError, None); r([ValueError]); r(ValueError, NoInit)
try: raise
except RuntimeError as e: print(e)
for bad in (5, "s", (ValueError, 5), [ValueError], None, int):
    try:
        try: raise KeyError("k")
        except bad: pass
    except Exception as e: print(type(e).__name__, e)
