class A:
    def plain(self): ...

    @classmethod
    def of_class(cls):
        return cls.__name__

    @staticmethod
    def static(x):
        return x


class B(A):
    pass


print(B.of_class(), B().of_class(), A.static(1), A().static(2))
print(A.plain.__qualname__, B().of_class.__self__, A.__dict__["static"].__func__ is A.static)
bound = A().plain
print(bound.__func__ is A.plain, bound == bound.__self__.plain, bound is bound.__self__.plain, bound.__name__)
try:
    A.plain()
except TypeError as error:
    print(error)
print(staticmethod(len)("abc"), classmethod(len).__wrapped__ is len)
for wrong in (lambda: bound.__setattr__("x", 1), lambda: classmethod(3).__get__(None, A)()):
    try:
        print(wrong())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
f = lambda self, x: (type(self).__name__, x)
print(f.__get__(5)(1), f.__get__(5, int).__self__)
import types

print(types.MethodType(f, [])(3), hash(bound) == hash(bound.__self__.plain))


class C:
    @classmethod
    @property
    def chained(cls):
        return "x"

    method = staticmethod(lambda: "static lambda")


print(type(C.chained).__name__, C().method())
