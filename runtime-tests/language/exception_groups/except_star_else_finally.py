def run(make):
    log = []
    try:
        try:
            make()
        except* ValueError:
            log.append("value")
        except* (TypeError, KeyError) as e:
            log.append(("type or key", len(e.exceptions)))
        else:
            log.append("else")
        finally:
            log.append("finally")
    except BaseException as error:
        log.append(repr(error))
    print(log)


def raising(error):
    def make():
        raise error

    return make


run(lambda: None)
run(raising(ValueError()))
run(raising(KeyError("k")))
run(raising(OSError("o")))
run(raising(ExceptionGroup("m", [KeyError(1), TypeError(2), ValueError(3)])))
run(raising(ExceptionGroup("m", [KeyError(1), OSError(2)])))
run(raising(BaseExceptionGroup("m", [KeyboardInterrupt(), ValueError(3)])))
run(raising(SystemExit(3)))
