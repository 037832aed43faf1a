def run(kind):
    try:
        try:
            raise ExceptionGroup("g", [ValueError(1)])
        except* kind:
            print("caught")
    except Exception as error:
        print(type(error).__name__, error)


run(ExceptionGroup)
run((ValueError, BaseExceptionGroup))
run(int)
run("ValueError")
run((ValueError, 3))
run(())
run(ValueError)
