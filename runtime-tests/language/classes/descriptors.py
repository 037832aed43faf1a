# Data and non-data descriptors, __set_name__.
class Typed:
    def __init__(self, kind):
        self.kind = kind
    def __set_name__(self, owner, name):
        print("named", owner.__name__, name)
        self.name = name
    def __get__(self, instance, owner):
        if instance is None:
            return self
        return instance.__dict__.get(self.name, f"no {self.name}")
    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} wants {self.kind.__name__}")
        instance.__dict__[self.name] = value
    def __delete__(self, instance):
        print("deleting", self.name)
        instance.__dict__.pop(self.name)
class Lazy:
    def __init__(self, function):
        self.function = function
    def __get__(self, instance, owner):
        value = self.function(instance)
        instance.__dict__[self.function.__name__] = value
        return value
class Person:
    name = Typed(str)
    age = Typed(int)
    @Lazy
    def greeting(self):
        print("computing")
        return f"hi {self.name}"
p = Person()
print(p.name)
p.name, p.age = "Ann", 30
print(p.name, p.age, p.greeting, p.greeting, sorted(p.__dict__), type(Person.age).__name__)
try:
    p.age = "old"
except TypeError as error:
    print(error)
del p.age
print(p.age)
p.__dict__["name"] = "direct"
print(p.name)
