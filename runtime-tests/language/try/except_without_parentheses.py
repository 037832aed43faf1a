# Several classes after except need no parentheses when there is no target.
for make in (ValueError, KeyError, OSError):
    try:
        raise make("x")
    except ValueError, KeyError:
        print("first")
    except OSError:
        print("second")
try:
    raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
except* ValueError, KeyError:
    print("star")
