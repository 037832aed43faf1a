# Functions as values; decorators with and without arguments.
def twice(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs), function(*args, **kwargs)
    wrapper.__name__ = function.__name__
    return wrapper
def tag(label):
    print("making", label)
    def decorate(function):
        print("tagging", function.__name__)
        return lambda *a: f"<{label}>{function(*a)}</{label}>"
    return decorate
@twice
def add(a, b=1):
    return a + b
@tag("b")
@tag("i")
def text(t):
    return t
print(add(1), add(2, b=3), add.__name__, text("x"))
compose = lambda *fs: lambda x: compose(*fs[:-1])(fs[-1](x)) if fs else x
print(compose(str, lambda n: n * 2, int)("21"), (lambda: None)(), (lambda *a, **k: (a, k))(1, b=2), sorted([3, -1, 2], key=lambda n: -n))
table = {"+": lambda a, b: a + b, "-": lambda a, b: a - b}
print([table[op](7, 5) for op in "+-"])
@lambda cls: cls.__name__.lower()
class Shouted:
    pass
print(Shouted)
