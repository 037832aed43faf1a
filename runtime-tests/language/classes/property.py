# Properties with getter, setter, deleter.
class Celsius:
    def __init__(self, degrees):
        self._degrees = degrees
    @property
    def degrees(self):
        "Degrees."
        return self._degrees
    @degrees.setter
    def degrees(self, value):
        if value < -273:
            raise ValueError("too cold")
        self._degrees = value
    @degrees.deleter
    def degrees(self):
        print("deleting")
        self._degrees = 0
    @property
    def fahrenheit(self):
        return self._degrees * 9 / 5 + 32
    kelvin = property(lambda self: self._degrees + 273)
t = Celsius(20)
print(t.degrees, t.fahrenheit, t.kelvin)
t.degrees = 30
t.degrees += 5
print(t.degrees, Celsius.degrees.__doc__, type(Celsius.degrees).__name__)
del t.degrees
print(t.degrees, t.__dict__)
def set_cold():
    t.degrees = -300
def set_readonly():
    t.fahrenheit = 1
def delete_readonly():
    del t.kelvin
for act in (set_cold, set_readonly, delete_readonly):
    try:
        act()
    except (ValueError, AttributeError) as error:
        print(type(error).__name__, error)
t.__dict__["degrees"] = "hidden by the property"
print(t.degrees)
class Broken:
    @property
    def value(self):
        return self.missing
try:
    Broken().value
except AttributeError as error:
    print(error)
