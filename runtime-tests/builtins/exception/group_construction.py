# About ExceptionGroup: arguments, kinds, text.
eg = ExceptionGroup("msg", [ValueError(1), TypeError("t")]); print(eg, repr(eg), eg.message, eg.exceptions, eg.args)
print(type(BaseExceptionGroup("m", [ValueError()])).__name__, type(BaseExceptionGroup("m", [KeyboardInterrupt()])).__name__, str(ExceptionGroup("one", (OSError(),))), ExceptionGroup.__mro__[1].__name__, ExceptionGroup.__bases__[1].__name__)
for args in ((), ("m",), ("m", []), ("m", 5), (5, [ValueError()]), ("m", [5]), ("m", [ValueError]), ("m", [KeyboardInterrupt()]), ("m", [ValueError()], 1), ("m", {ValueError(): 1}), ("m", "ab")):
    try: print(ExceptionGroup(*args))
    except Exception as e: print(type(e).__name__, e)
class MyGroup(ExceptionGroup): pass
class Both(BaseExceptionGroup, ValueError): pass
try: Both("m", [KeyboardInterrupt()])
except TypeError as e: print(e)
for n in ("message", "exceptions"):
    try: setattr(eg, n, 1)
    except AttributeError as e: print(e)
print(MyGroup("m", [ValueError(2)]), ExceptionGroup[int])
