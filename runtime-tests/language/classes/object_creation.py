# __new__, __init__, __del__ not relied on, singletons, immutable subclasses.
class Single:
    instance = None
    def __new__(cls, *args):
        print("new", args)
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance
    def __init__(self, *args):
        print("init", args)
print(Single(1) is Single(2))
class Pair(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))
    @property
    def first(self):
        return self[0]
p = Pair(1, 2)
print(p, p.first, len(p), p == (1, 2), type(p).__name__, p + (3,))
class Other:
    def __new__(cls):
        return "not an Other"
    def __init__(self):
        print("never called")
print(Other())
class Shouting(str):
    def __new__(cls, text):
        return str.__new__(cls, text.upper())
print(Shouting("hey"), Shouting("a") + "b", isinstance(Shouting("q"), str), {Shouting("k"): 1}["K"])
class ReturnsValue:
    def __init__(self):
        return 5
for act in (ReturnsValue, lambda: object(1), lambda: object.__new__(int)):
    try:
        act()
    except TypeError as error:
        print(error)
