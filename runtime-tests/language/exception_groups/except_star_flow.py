# What except* leaves over, wraps and raises together.
def run(exc, second=None):
    try:
        try:
            raise exc
        except* ValueError as e:
            print("V", repr(e))
            if second:
                raise second
        except* TypeError as e:
            print("T", repr(e))
        else:
            print("else")
        finally:
            print("finally")
    except BaseException as e:
        print("left", repr(e), "|", repr(e.__context__))
run(ValueError(1))
run(KeyError(1))
run(ExceptionGroup("g", [ValueError(1), TypeError(2)]))
run(ExceptionGroup("g", [ValueError(1), KeyError(2)]))
run(ExceptionGroup("g", [ValueError(1), KeyError(2)]), OSError("second"))
run(ExceptionGroup("g", [ValueError(1)]), OSError("second"))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)
