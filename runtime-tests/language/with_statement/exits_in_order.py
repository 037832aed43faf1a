class Manager:
    def __init__(self, name, swallow=False, fail_enter=False, fail_exit=False):
        self.__dict__.update(locals())

    def __enter__(self):
        print("enter", self.name)
        if self.fail_enter:
            raise ValueError("enter " + self.name)
        return self.name

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, repr(value), kind and kind.__name__, traceback is not None)
        if self.fail_exit:
            raise KeyError("exit " + self.name)
        return self.swallow


def run(body, *managers):
    try:
        with managers[0] as a, managers[1] as b:
            print("body", a, b)
            body()
        print("after")
    except Exception as error:
        print("raised", repr(error), "context", repr(error.__context__))


run(lambda: None, Manager("a"), Manager("b"))
run(lambda: 1 / 0, Manager("a"), Manager("b", swallow=True))
run(lambda: 1 / 0, Manager("a", swallow=True), Manager("b"))
run(lambda: None, Manager("a"), Manager("b", fail_enter=True))
run(lambda: None, Manager("a", swallow=True), Manager("b", fail_enter=True))
run(lambda: 1 / 0, Manager("a"), Manager("b", fail_exit=True))
run(lambda: None, Manager("a", fail_exit=True), Manager("b", fail_exit=True))
