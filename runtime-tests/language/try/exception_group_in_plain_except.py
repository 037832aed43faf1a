try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except ExceptionGroup as error:
    print(repr(error), [type(e).__name__ for e in error.exceptions])
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except ValueError:
        print("not reached")
except Exception as error:
    print("as Exception", str(error))
try:
    raise BaseExceptionGroup("b", [KeyboardInterrupt()])
except Exception:
    print("not reached")
except BaseException as error:
    print(type(error).__name__)


def flatten(group):
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from flatten(error)
        else:
            yield error


nested = ExceptionGroup("o", [ValueError(1), ExceptionGroup("i", [KeyError(2), OSError(3)])])
print(list(flatten(nested)))
