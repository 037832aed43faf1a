def chain(error):
    while error is not None:
        print(repr(error), "cause", repr(error.__cause__), "suppress", error.__suppress_context__)
        error = error.__context__


try:
    try:
        raise KeyError(1)
    except KeyError as first:
        raise ValueError(2) from first
except ValueError as error:
    chain(error)
try:
    try:
        raise KeyError(1)
    except KeyError:
        raise ValueError(2) from None
except ValueError as error:
    chain(error)
try:
    try:
        raise KeyError(1)
    finally:
        raise ValueError(2)
except ValueError as error:
    chain(error)
for cause in 3, "x", KeyError, object:
    try:
        raise ValueError from cause
    except (ValueError, TypeError) as error:
        print(repr(error), repr(error.__cause__))
error = ValueError()
for name in "__cause__", "__context__", "__traceback__":
    for value in 1, None, error:
        try:
            setattr(error, name, value)
            print(name, "set to", repr(getattr(error, name)))
        except TypeError as problem:
            print(problem)
    setattr(error, name, None)
