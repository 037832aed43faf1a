class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name


class Base:
    def __init_subclass__(cls, /, tag=None, **kwargs):
        print("init_subclass", cls.__name__, tag, kwargs)
        super().__init_subclass__(**kwargs)


class A(Base, tag="t"):
    one = two = Field()
    three = Field()


A.four = Field()
print(A.one.name, hasattr(A.four, "name"))
try:

    class B(Base, other=1):
        pass

except TypeError as error:
    print(error)


class Bad:
    def __set_name__(self, owner, name):
        raise ValueError("in set_name")


try:

    class C:
        attribute = Bad()

except ValueError as error:
    print(error, error.__notes__)
try:

    class D(x=1):
        pass

except TypeError as error:
    print(error)
print(Base.__dict__["__init_subclass__"].__class__.__name__)
