# __init_subclass__ arguments and __set_name__ order.
class Base:
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); cls.tag = tag; print("sub", cls.__name__, tag)
class Desc:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class C(Base, tag=5): d = Desc(); e = Desc()
class Bad:
    def __set_name__(self, o, n): raise ValueError("no")
for src in ("class X(Base, other=1): pass", "class Y(object, k=1): pass", "class Z: b = Bad()", "class W(Base, tag=1, metaclass=type): pass"):
    try: exec(src)
    except Exception as e: print(type(e).__name__, e, getattr(e, "__notes__", None))
print(object.__init_subclass__(), type("T", (Base,), {}, tag="dyn").tag)
try: object.__init_subclass__(1)
except TypeError as e: print(e)
print(object.__subclasshook__(5))
