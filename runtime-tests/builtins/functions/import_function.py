# __import__ with fromlist, level and errors.
m = __import__("os.path"); n = __import__("os.path", fromlist=["join"]); print(m.__name__, n.__name__ in ("posixpath", "ntpath"), __import__("collections.abc", None, None, ("Sized",), 0).__name__)
for f in (lambda: __import__(), lambda: __import__(5), lambda: __import__(""), lambda: __import__("no_such_module_x"), lambda: __import__("os.nope"), lambda: __import__("sys.x"), lambda: __import__("os", level=-1), lambda: __import__("x", {}, {}, (), 1), lambda: __import__("x", {"__package__": 5}, {}, (), 1), lambda: __import__("x", {"__package__": "nopkg"}, {}, (), 1), lambda: __import__("", {"__package__": "os", "__name__": "os"}, {}, ("x",), 3), lambda: __import__("os", fromlist=[5])):
    try: print(f().__name__)
    except Exception as e: print(type(e).__name__, e)
try: from os import nope
except ImportError as e: print(e.name, e.name_from, e.path is not None, str(e).split(" (")[0])
