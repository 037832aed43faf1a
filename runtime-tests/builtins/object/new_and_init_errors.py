# object() and classes that override one of __new__ and __init__.
class A: pass
class I:
    def __init__(self, x): pass
class N:
    def __new__(cls, x): return super().__new__(cls)
class Both:
    def __new__(cls, *a): return super().__new__(cls, *a)
    def __init__(self, *a): pass
class InitUp:
    def __init__(self, *a): super().__init__(*a)
for f in (lambda: object(1), lambda: A(1), lambda: A(x=1), lambda: I(), lambda: N(), lambda: Both(1), lambda: InitUp(1), lambda: object.__new__(), lambda: object.__new__(5), lambda: object.__new__(int), lambda: object.__init__(), lambda: object.__new__(A, 1), lambda: object.__init__(A(), 1), lambda: I(1, 2), lambda: int.__new__(str), lambda: int.__new__(5), lambda: list.__new__(), lambda: type.__call__(5)):
    try: print(type(f()).__name__)
    except TypeError as e: print(e)
class RetInit:
    def __init__(self): return 5
try: RetInit()
except TypeError as e: print(e)
