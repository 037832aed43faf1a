# Overriding, super, isinstance.
class Animal:
    sound = "..."
    def __init__(self, name):
        self.name = name
    def speak(self):
        return f"{self.name} says {self.sound}"
    def describe(self):
        return f"[{self.speak()}]"
class Dog(Animal):
    sound = "woof"
    def __init__(self, name, tricks=()):
        super().__init__(name)
        self.tricks = list(tricks)
class Puppy(Dog):
    def speak(self):
        return super().speak().upper() + "!"
class Silent(Animal):
    def speak(self):
        return super(Silent, self).speak().replace("says", "thinks")
for animal in (Animal("a"), Dog("rex", ["sit"]), Puppy("bit"), Silent("cat")):
    print(animal.describe(), isinstance(animal, Dog), isinstance(animal, (Puppy, Silent)), type(animal).__mro__[-2].__name__)
print(issubclass(Puppy, Animal), issubclass(Animal, Puppy), issubclass(bool, int), Puppy.__bases__, Puppy.__base__.__name__)
print(Puppy("x").tricks, Animal.__subclasses__() == [Dog, Silent])
class Stack(list):
    def push(self, item):
        self.append(item)
        return self
    def __repr__(self):
        return "Stack" + super().__repr__()
s = Stack([1]).push(2)
print(s, len(s), s == [1, 2], s[0], s + [3], type(s[:]).__name__)
