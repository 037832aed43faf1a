# Metaclasses, __prepare__, __init_subclass__, type() with three arguments.
class Meta(type):
    def __new__(mcs, name, bases, namespace, **options):
        print("new", name, sorted(k for k in namespace if not k.startswith("__")), options)
        cls = super().__new__(mcs, name, bases, namespace)
        cls.made_by = mcs.__name__
        return cls
    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)
    def __call__(cls, *args):
        print("calling", cls.__name__, args)
        return super().__call__(*args)
    def __len__(cls):
        return 42
    def __getattr__(cls, name):
        return f"meta {name}"
class A(metaclass=Meta, flag=True):
    x = 1
    def __init__(self, *args):
        self.args = args
class B(A):
    pass
print(A.made_by, B.made_by, type(B).__name__, len(A), A.unknown, A(1, 2).args, isinstance(A, Meta))
class Plugin:
    found = []
    def __init_subclass__(cls, /, label=None, **rest):
        super().__init_subclass__(**rest)
        Plugin.found.append((cls.__name__, label))
class P1(Plugin): pass
class P2(Plugin, label="two"): pass
print(Plugin.found)
Dynamic = type("Dynamic", (Plugin,), {"value": 5, "get": lambda self: self.value})
print(Dynamic().get(), Dynamic.__name__, Plugin.found[-1], type(Dynamic), type(type))
class Ordered(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return {"injected": "yes"}
class O(metaclass=Ordered):
    copy = injected
print(O.copy, O.injected)
class M1(type): pass
class M2(type): pass
try:
    class Conflict(M1("X", (), {}), M2("Y", (), {})): pass
except TypeError as error:
    print(str(error)[:18])
