# Lambdas with all kinds of parameters.
print((lambda: 0)(), (lambda x, /, y=2, *a, z, w=4, **k: (x, y, a, z, w, k))(1, z=3), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda *, a: a)(a=5), (lambda x: lambda y: x + y)(1)(2), (lambda: (yield))().__next__())
f = lambda x, y=[]: (y.append(x), y)[1]
print(f(1), f(2), f.__name__, f.__qualname__, (lambda: 1).__code__.co_name, f.__defaults__)
print([*map(lambda t: t[0] if t else None, [(1,), ()])], sorted("bca", key=lambda c: -ord(c)), (lambda x=lambda: 5: x())(), {"k": lambda: 1}["k"](), (lambda a, b=1, *c: (a, b, c))(*"xyz"))
class C:
    m = lambda self, n: (type(self).__name__, n)
    s = staticmethod(lambda: "s")
print(C().m(1), C.s(), C.m.__qualname__, (lambda x: x if x < 2 else x * 3)(2), (lambda: [i for i in range(2)])(), (lambda _: _)(1))
try: (lambda x: x)(1, 2)
except TypeError as e: print(e)
