# Names with two leading underscores belong to their class.
class A:
    __x = 1
    def __init__(self): self.__y = 2
    def get(self): return self.__x, self.__y
    def __private(self): return "A"
    def call(self): return self.__private()
    def local(self):
        __v = 5
        def f(__p): return __p + __v
        return f(1), sorted(locals())
class B(A):
    __x = 10
    def __private(self): return "B"
    def get_b(self): return self.__x
class __C:
    def m(self): return self.__z
class ___:
    __k = 1
b = B()
print(b.get(), b.get_b(), b.call(), b.local(), sorted(b.__dict__))
c = __C(); c._C__z = 7
print(c.m(), ___.__k, __C.__name__)
