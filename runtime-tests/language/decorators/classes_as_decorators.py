class Count:
    def __init__(self, f):
        self.f, self.calls = f, 0

    def __call__(self, *args):
        self.calls += 1
        return self.f(*args)

    def __get__(self, instance, owner):
        return self if instance is None else lambda *args: self(instance, *args)


@Count
def add(a, b):
    return a + b


class A:
    @Count
    def method(self, x):
        return type(self).__name__, x


print(add(1, 2), add(3, 4), add.calls, A().method(5), A.method.calls)


class Parametrised:
    def __init__(self, times):
        self.times = times

    def __call__(self, f):
        return lambda *args: [f(*args)] * self.times


@Parametrised(3)
def hello(name):
    return name


print(hello("x"))


def register(cls):
    cls.registered = True
    return cls


@register
class B: ...


print(B.registered)
