class Data:
    def __get__(self, instance, owner):
        return ("data", instance is not None, owner.__name__)

    def __set__(self, instance, value):
        print("set", value)

    def __delete__(self, instance):
        print("delete")


class NonData:
    def __get__(self, instance, owner=None):
        return "non-data"


class OnlySet:
    def __set__(self, instance, value):
        instance.__dict__["only_set"] = value * 2


class A:
    data, non_data, only_set = Data(), NonData(), OnlySet()


a = A()
a.__dict__.update(data="hidden", non_data="shadows")
print(a.data, a.non_data, A.data, A.non_data, a.only_set is A.__dict__["only_set"])
a.data = 1
del a.data
a.only_set = 5
print(a.only_set)
del a.non_data
print(a.non_data)
try:
    del a.only_set
except AttributeError:
    print("no __delete__")
A.data = "replaced"
print(a.data, A.data)


class Meta(type):
    attribute = Data()


class B(metaclass=Meta):
    attribute = "own"


print(B.attribute)
class Odd:
    __get__ = 5
class C:
    odd = Odd()
try:
    C().odd
except TypeError as error:
    print(error)
