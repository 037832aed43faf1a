# The order in which bases are searched.
class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
class D(B): pass
class E(C, D): pass
print([k.__name__ for k in E.__mro__])
for bases in ((O, A), (A, A), (C, O, A), (5,), (bool,), (type(None),), (type(lambda: 0),), (int, str), (range,)):
    try:
        print([k.__name__ for k in type("X", bases, {}).__mro__])
    except TypeError as e:
        print(e)
print(E.__base__.__name__, [k.__name__ for k in E.__bases__], [k.__name__ for k in O.__subclasses__()])
class F(A): pass
F.__bases__ = (B,)
print([k.__name__ for k in F.__mro__])
