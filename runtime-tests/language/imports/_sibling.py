"""A module for import/sibling.py."""
print("loading", __name__)
value = 10
_hidden = "hidden"
names = []
def add(name):
    names.append(name)
    return len(names)
def get_value():
    return value
class Thing:
    where = __name__
