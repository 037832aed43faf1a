# add_note and __notes__.
e = ValueError("x"); print(hasattr(e, "__notes__")); e.add_note("one"); e.add_note("two"); print(e.__notes__, str(e))
for v in (5, None, b"x"):
    try: e.add_note(v)
    except TypeError as x: print(x)
e.__notes__ = "not a list"
try: e.add_note("three")
except TypeError as x: print(x)
e.__notes__ = ["kept"]; e.add_note("more"); print(e.__notes__, e.__dict__); del e.__notes__; print(hasattr(e, "__notes__"))
import copy
e.add_note("n"); print(copy.copy(e).__notes__)
