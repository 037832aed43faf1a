# __new__ decides whether __init__ runs.
class A:
    def __new__(cls, *args):
        print("new", cls.__name__, args)
        return super().__new__(cls)
    def __init__(self, *args):
        print("init", args)
class Other:
    def __new__(cls): return 5
    def __init__(self): print("never")
class Sub(A):
    def __new__(cls, *a): return A.__new__(A)
A(1, 2); print(Other()); Sub(1)
class Plain: pass
class OnlyNew:
    def __new__(cls, x): return super().__new__(cls)
class OnlyInit:
    def __init__(self, x): pass
class Returns:
    def __init__(self): return 5
for f in (lambda: Plain(1), lambda: Plain(a=1), lambda: OnlyNew(), lambda: OnlyNew(1), lambda: OnlyInit(), lambda: OnlyInit(1, 2), lambda: Returns(), lambda: object(1), lambda: object.__new__(), lambda: object.__new__(int), lambda: int.__new__(str), lambda: object.__new__(Plain, 1), lambda: type(), lambda: type("a"), lambda: type("a", (), 5)):
    try:
        print(type(f()).__name__)
    except TypeError as e:
        print(e)
