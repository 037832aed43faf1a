f = lambda a, /, b=2, *args, c, d=4, **kwargs: (a, b, args, c, d, kwargs)
print(f(1, c=3), f(1, 5, 6, 7, c=8, d=9, e=10), f(1, c=2, a=3))
print(f.__name__, f.__qualname__, f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__doc__)
print((lambda *a: a)(), (lambda **k: k)(x=1), (lambda *, k: k)(k=2), (lambda x: lambda y: x + y)(1)(2))
g = lambda: (yield 1)
print(list(g()))
h = lambda x: x if x else (lambda: "nested")()
print(h(0), h(1), [i for i in map(lambda x, y=10: x + y, range(2))])
print((lambda: 1,)[0](), {lambda: 0: 1}.__len__(), sorted([3, 1], key=lambda v: -v))
try:
    f(1)
except TypeError as error:
    print(error)
try:
    (lambda x, /: x)(x=1)
except TypeError as error:
    print(error)


class C:
    m = lambda self: type(self).__name__


print(C().m(), C.m.__qualname__)
