# Assigning __bases__ changes the MRO of subclasses.
class A:
    def who(self): return "A"
class B:
    def who(self): return "B"
class C(A): pass
class D(C): pass
d = D(); print(d.who(), A.__subclasses__()); C.__bases__ = (B,); print(d.who(), [k.__name__ for k in D.__mro__], A.__subclasses__(), B.__subclasses__(), isinstance(d, A))
C.__bases__ = (A, B); print(d.who(), [k.__name__ for k in D.__mro__])
for v in ((D,), (object, A), (A, A), ()):
    try: C.__bases__ = v
    except TypeError as e: print(e)
class M(type):
    def mro(cls): return [cls, A, object] if cls.__name__ == "E" else super().mro()
E = M("E", (), {}); print(E().who(), E.__mro__, E.__bases__)
