def f():
    try:
        undefined_name
    except NameError as error:
        return error.name, error.args


print(f())
try:
    "".no_such
except AttributeError as error:
    print(error.name, repr(error.obj), error)
try:
    import sys

    sys.nothing_here
except AttributeError as error:
    print(error.name, error.obj is sys, error)


class A:
    def m(self):
        return self.missing


try:
    A().m()
except AttributeError as error:
    print(error.name, type(error.obj).__name__, error)
try:
    A.other
except AttributeError as error:
    print(error.obj is A, error)
print(NameError("m", name="n").name, AttributeError("m", name="n", obj=3).obj, NameError("m").name)
for kind in NameError, AttributeError:
    try:
        kind("m", other=1)
    except TypeError as error:
        print(error)
try:
    None.x
except AttributeError as error:
    print(error)
try:
    (1).x = 5
except AttributeError as error:
    print(error)
