# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__.
class Fallback:
    real = "found"
    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(f"nothing like {name}")
        return name.upper()
class Spy:
    def __init__(self):
        object.__setattr__(self, "log", [])
        self.value = 1
    def __getattribute__(self, name):
        if name != "log":
            object.__getattribute__(self, "log").append("get " + name)
        return object.__getattribute__(self, name)
    def __setattr__(self, name, value):
        self.log.append(f"set {name}={value}")
        super().__setattr__(name, value)
    def __delattr__(self, name):
        self.log.append("del " + name)
        super().__delattr__(name)
f = Fallback()
print(f.real, f.thing, hasattr(f, "nope"), hasattr(f, "yes"), getattr(f, "nope", "default"))
f.thing = "set"
print(f.thing, f.other)
try:
    f.nothing
except AttributeError as error:
    print(error)
s = Spy()
s.value += 1
s.other = "x"
del s.other
print(s.value, s.log)
try:
    s.absent
except AttributeError as error:
    print(error, s.log[-1])
setattr(s, "dynamic", 5)
print(getattr(s, "dynamic"), hasattr(s, "gone"), s.log[-3:])
