# When managers are entered and left, and with which arguments.
class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
        print("init", name)
    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()
    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind and kind.__name__, value, tb is not None)
        return self.swallow
with M("a") as x, M("b") as y:
    print(x, y)
with M("c", True):
    raise ValueError("gone")
with (M("d", True) as d, M("e") as (e),):
    raise KeyError(d + e)
def f():
    for i in range(3):
        with M(str(i)):
            if i == 0:
                continue
            return i
print(f())
try:
    with M("outer"), M("inner"):
        1 / 0
except ZeroDivisionError as error:
    print(error)
