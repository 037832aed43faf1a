# Keys with their own __hash__ and __eq__, collisions, missing keys.
class Key:
    def __init__(self, name, bucket):
        self.name, self.bucket = name, bucket
    def __hash__(self):
        return self.bucket
    def __eq__(self, other):
        return isinstance(other, Key) and self.name == other.name
    def __repr__(self):
        return f"<{self.name}>"
d = {Key(name, 1): name for name in "abcde"}
print(d, d[Key("c", 1)], Key("c", 2) in d, Key("z", 1) in d, len(d))
del d[Key("b", 1)]
d[Key("b", 1)] = "new"
print(d)
class Default(dict):
    def __missing__(self, key):
        self[key] = value = key * 2
        return value
d = Default()
print(d[4], d["x"], d, d.get(9), 9 in d)
class Broken:
    def __hash__(self):
        raise ValueError("no hash today")
class EqOnly:
    def __eq__(self, other):
        return True
for key in (Broken(), EqOnly(), {}, [1]):
    try:
        {key: 1}
    except (ValueError, TypeError) as error:
        print(error)
print({0: "a", 0.0: "b", False: "c"}, {2 ** 70: 1}[2 ** 70], {float(2 ** 60): 5}[2 ** 60])
