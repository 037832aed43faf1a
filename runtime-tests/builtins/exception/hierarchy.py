# The tree of built-in exceptions.
import builtins
def show(c, n=0):
    print(" " * n + c.__name__, end=";")
    for s in sorted(c.__subclasses__(), key=lambda s: s.__name__):
        if s.__module__ == "builtins" and vars(builtins).get(s.__name__) is s: show(s, n + 1)
show(BaseException)
print()
