# __init_subclass__ gets the keywords of the class statement.
class Base:
    kinds = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Base.kinds.append(cls.__name__)
class A(Base, tag="a"): pass
class B(A): pass
print(Base.kinds, A.tag, B.tag)
try:
    class C(Base, other=1): pass
except TypeError as e:
    print(e)
try:
    class D(x=1): pass
except TypeError as e:
    print(e)
class Field:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
    def __init_subclass__(cls): print("sub", cls.__name__)
class Uses(Base):
    f = Field()
    g = Field()
class Sub(Field): pass
class Bad:
    def __set_name__(self, owner, name): raise ValueError("no")
try:
    class Holder:
        attr = Bad()
except ValueError as e:
    print(e, e.__notes__)
