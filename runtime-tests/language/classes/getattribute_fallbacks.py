class A:
    x = 1

    def __getattribute__(self, name):
        print("getattribute", name)
        if name == "missing":
            raise AttributeError("first")
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        print("getattr", name)
        if name == "deep":
            raise AttributeError("second")
        return name.upper()


a = A()
print(a.x, a.missing, a.other)
try:
    a.deep
except AttributeError as error:
    print(error)
print(hasattr(a, "deep"), getattr(a, "deep", "default"))


class Prop:
    @property
    def broken(self):
        return self.nothing

    def __getattr__(self, name):
        return f"fallback {name}"


print(Prop().broken)


class Raises:
    def __getattr__(self, name):
        raise ValueError(name)


try:
    hasattr(Raises(), "x")
except ValueError as error:
    print("ValueError", error)
print(len([A.__getattr__]), type(a).x)


class Meta(type):
    def __getattr__(cls, name):
        return "meta " + name


class C(metaclass=Meta):
    pass


print(C.anything)
try:
    C().anything
except AttributeError as error:
    print(error)
