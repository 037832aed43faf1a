def run(group, make):
    try:
        try:
            raise group
        except* ValueError as caught:
            raise make(caught)
    except BaseException as error:
        print(repr(error), "context", repr(error.__context__), "cause", repr(error.__cause__))
        if isinstance(error, BaseExceptionGroup):
            for inner in error.exceptions:
                print("  ", repr(inner), repr(inner.__context__))


run(ExceptionGroup("g", [ValueError(1)]), lambda e: KeyError("new"))
run(ExceptionGroup("g", [ValueError(1), OSError(2)]), lambda e: KeyError("new"))
run(ExceptionGroup("g", [ValueError(1), OSError(2)]), lambda e: e.exceptions[0])
run(ExceptionGroup("g", [ValueError(1), OSError(2)]), lambda e: e)
run(ValueError("naked"), lambda e: KeyError("new"))
