class A:
    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr\u00e9"

    def __format__(self, spec):
        return f"format({spec})"


a = A()
print(f"{a} {a!s} {a!r} {a!a} {a:x} {a!s:>5} {a!a:>15}")


class B:
    def __format__(self, spec):
        return 3


class C:
    def __str__(self):
        return 3


for source in (lambda: f"{B()}", lambda: f"{C()!s}", lambda: f"{C()}", lambda: f"{1:{B()}}", lambda: f"{None:x}"):
    try:
        print(source())
    except TypeError as error:
        print(error)


class S(str):
    def __str__(self):
        return "own str"


print(type(f"{S('x')}"), f"{S('x')}", f"{S('x')!s}", f"{S('x'):>9}")
