import types


class Namespace(dict):
    def __missing__(self, key):
        return key + "!"


def f(a=3):
    return foo, a


g = types.FunctionType(f.__code__, Namespace(x=1), argdefs=(7,))
for _ in range(3):
    print(g())
print(eval("y + z", Namespace()))
try:
    f()
except NameError as error:
    print(error)
foo = "plain"
print(f(), g())
