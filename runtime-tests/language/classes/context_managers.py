# The with statement: enter, exit, suppression, several managers, exceptions in the parts.
class Manager:
    def __init__(self, name, suppress=False, fail_enter=False):
        self.name, self.suppress, self.fail_enter = name, suppress, fail_enter
    def __enter__(self):
        print("enter", self.name)
        if self.fail_enter:
            raise RuntimeError("enter failed")
        return self.name.upper()
    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value, traceback is not None)
        return self.suppress
with Manager("a") as got:
    print("body", got)
with Manager("outer", suppress=True), Manager("inner") as inner:
    print(inner)
    raise ValueError("boom")
try:
    with Manager("one"), Manager("two", fail_enter=True):
        print("not reached")
except RuntimeError as error:
    print("caught", error)
def early():
    for n in range(3):
        with Manager(f"loop{n}"):
            if n == 0:
                continue
            if n == 1:
                return "returned"
print(early())
with (Manager("p") as x, Manager("q") as y):
    print(x, y)
class Replaces:
    def __enter__(self):
        return self
    def __exit__(self, *info):
        raise KeyError("from exit")
try:
    with Replaces():
        raise ValueError("original")
except KeyError as error:
    print(error, repr(error.__context__))
try:
    with 5:
        pass
except TypeError as error:
    print(error)
