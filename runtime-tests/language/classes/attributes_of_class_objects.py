# Attributes read from class objects in hot code, while the class, its base or its metaclass changes.


class Meta(type):
    pass


class Base(metaclass=Meta):
    inherited = "base"


class Thing(Base):
    value = 1

    @classmethod
    def make(cls, n=0):
        return cls.__name__, n

    @staticmethod
    def plain(n):
        return n * 2

    def method(self):
        return "method of " + type(self).__name__


class Other(Thing):
    pass


def read():
    return Thing.value, Thing.inherited, Thing.make(3), Thing.plain(4), Thing.method(Other())


def both(cls):
    return cls.value, cls.make(1), cls.plain(2)


for _ in range(50):
    first = read()
    pair = both(Thing), both(Other)
print(first)
print(pair)

Thing.value = 2
print(read()[0], both(Other)[0])
Base.inherited = "changed base"
print(read()[1])
Thing.make = classmethod(lambda cls, n=0: ("lambda", cls.__name__, n))
print(read()[2], both(Other)[1])
Thing.plain = staticmethod(len)
print(Thing.plain("abc"), Other.plain("abcd"))
Thing.plain = lambda n: n + 100
print(read()[3])
del Thing.value
try:
    read()
except AttributeError as error:
    print(error)
Thing.value = 3

# A data descriptor of the metaclass goes before the class's own attribute.
Meta.value = property(lambda cls: "from the metaclass")
print(read()[0], both(Other)[0])
del Meta.value
print(read()[0])
Meta.value = "no data descriptor"
print(read()[0])
Meta.__getattribute__ = lambda cls, name: ("caught", name)
print(Thing.value, Thing.inherited)
del Meta.__getattribute__
print(read()[0])


class Meta2(type):
    def __getattr__(cls, name):
        return "missing " + name


class Fallback(metaclass=Meta2):
    there = 1


def fallback():
    return Fallback.there, Fallback.absent


for _ in range(50):
    got = fallback()
print(got)
Fallback.absent = 5
print(fallback())


class Descriptor:
    def __get__(self, instance, owner):
        return instance, owner.__name__


class Holder:
    d = Descriptor()


class Holder2(Holder):
    pass


for _ in range(50):
    got = [c.d for c in (Holder, Holder2)]
print(got)
Descriptor.__get__ = lambda self, instance, owner: "new get"
print([c.d for c in (Holder, Holder2)])
