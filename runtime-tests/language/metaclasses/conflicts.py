# The metaclass of a class is the most derived one of its bases.
class M1(type): pass
class M2(type): pass
class M3(M1, M2): pass
class A(metaclass=M1): pass
class B(metaclass=M2): pass
try:
    class C(A, B): pass
except TypeError as e:
    print(e)
class D(A, B, metaclass=M3): pass
print(type(D).__name__)
def maker(name, bases, ns, **kw): return name, bases, kw
class E(A, metaclass=maker, k=1): pass
print(E)
class F(*[A], **{"metaclass": M3}): pass
print(type(F).__name__)
class Entries:
    def __mro_entries__(self, bases): return (A,)
class G(Entries()): pass
print(G.__bases__, type(G).__name__)
try:
    class H(metaclass=5): pass
except TypeError as e: print(e)
class BadPrepare(type):
    @classmethod
    def __prepare__(cls, *a): return 5
try:
    class I(metaclass=BadPrepare): pass
except TypeError as e: print(e)
