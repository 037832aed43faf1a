# __prepare__, __new__, __init__ and __call__ of a metaclass, in order.
class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"given": 1}
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")))
        return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", name)
    def __call__(cls, *a):
        print("call", a)
        return super().__call__(*a)
    def __len__(cls): return 42
    def __getitem__(cls, k): return k * 2
    def __contains__(cls, k): return k == 1
    def __iter__(cls): return iter("meta")
    @property
    def prop(cls): return cls.__name__ + "!"
    def __repr__(cls): return "<meta " + cls.__name__ + ">"
class A(metaclass=Meta, opt=1):
    x = 1
    def __init__(self, v=0): self.v = v
class B(A): y = given if "given" in dir() else None
print(A(5).v, len(A), A[3], 1 in A, list(A), A.prop, A, type(B) is Meta)
try: A().prop
except AttributeError as e: print(e)
