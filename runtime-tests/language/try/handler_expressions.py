# The expressions of handlers are evaluated late, in order, and must be classes.
def show(name, value):
    print("look", name)
    return value
try:
    raise ValueError("v")
except show("first", KeyError):
    print("no")
except show("second", (OSError, (ValueError if True else KeyError))):
    print("yes")
except show("third", Exception):
    print("no")
for bad in (5, "x", (ValueError, 5), [ValueError], int):
    try:
        try:
            raise KeyError("k")
        except bad:
            print("never")
    except TypeError as e:
        print(e, repr(e.__context__))
try:
    1
except not_looked_up:
    pass
print("done")
class Meta(type):
    def __instancecheck__(cls, x): return True
    def __subclasscheck__(cls, x): return True
class Any(Exception, metaclass=Meta): pass
try:
    try:
        raise KeyError
    except Any:
        print("hooks are used")
except KeyError:
    print("hooks are not used")
