"""A module in a package."""
print("loading", __name__)
depth = __name__.count(".")
def up():
    from . import level
    return level
