class Table:
    def __init__(self):
        self.data = {}

    def __setitem__(self, key, value):
        print("set", key, value)
        self.data[key] = value

    def __getitem__(self, key):
        return self.data[key]

    def __delitem__(self, key):
        print("del", key)
        del self.data[key]

    def __contains__(self, key):
        return key in self.data

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return iter(sorted(self.data, key=str))

    def __reversed__(self):
        return reversed(list(self))

    def __missing__(self, key):
        return "never used outside dict"

    def __length_hint__(self):
        return 100


t = Table()
t["a"], t[1:2], t[..., 0] = 1, 2, 3
t["a"] += 10
del t[1:2]
print("a" in t, "b" in t, len(t), list(t), list(reversed(t)), t["a"])
try:
    t["nope"]
except KeyError as error:
    print(repr(error))


class D(dict):
    def __missing__(self, key):
        return f"made {key}"


d = D(x=1)
print(d["x"], d["y"], d.get("y"), "y" in d, len(d))
import operator

print(operator.length_hint(t), operator.length_hint(iter([1, 2])), operator.length_hint(5, 3) if hasattr(operator, "length_hint") else 0)
