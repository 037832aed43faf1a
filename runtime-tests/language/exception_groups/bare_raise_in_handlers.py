def run(group):
    try:
        try:
            raise group
        except* ValueError as caught:
            print("handling", caught.exceptions)
            raise
        except* TypeError:
            print("type error")
    except BaseExceptionGroup as outer:
        print(repr(outer), outer is group)
    except Exception as error:
        print("plain", repr(error))


run(ExceptionGroup("g", [ValueError(1)]))
run(ExceptionGroup("g", [ValueError(1), TypeError(2)]))
run(ExceptionGroup("g", [ValueError(1), KeyError(2)]))
run(ValueError("naked"))
