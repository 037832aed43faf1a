class A:
    def __init__(self):
        self._x = 1

    def get(self):
        return self._x

    def set(self, value):
        self._x = value

    def delete(self):
        del self._x

    x = property(get, set, delete, "doc of x")
    read_only = property(get)
    write_only = property(fset=set)
    nothing = property()

    @property
    def y(self):
        "doc of y"
        return self._x * 2

    @y.setter
    def y(self, value):
        self._x = value / 2

    @y.deleter
    def y(self):
        print("deleting")


a = A()
a.x = 5
print(a.x, a.y, A.x.__doc__, A.y.__doc__, A.y.__name__)
a.y = 20
del a.y
print(a.x)
a.write_only = 7
print(a.read_only)
for action in ("a.read_only = 1", "del a.read_only", "a.write_only", "a.nothing", "del a.nothing", "a.nothing = 1"):
    try:
        exec(action)
    except AttributeError as error:
        print(error)
del a.x
try:
    a.x
except AttributeError as error:
    print(error)
print(A.y.fget.__name__, A.read_only.fset, A.y.getter(A.get).fget is A.get)


class B(A):
    @A.y.getter
    def y(self):
        return "overridden"


print(B().y, B.y.fset is A.y.fset)
