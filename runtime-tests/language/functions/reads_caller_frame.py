# Builtins that read their caller's variables, called through variables, with all forms of arguments.
def through(f, *args, **kwargs):
    local = "mine"
    return f(*args, **kwargs)

def named(f, text, *, local="kw"):
    return f(text) if f is eval else f()

for _ in range(60):
    a = through(eval, "local")
    b = named(eval, "local")
    e = sorted(through(vars))
    g = sorted(named(dir, ""))
print(a, b, e, g)

def star(*args, key=0, **rest):
    total = key
    for x in args:
        total += x
    return total + len(rest)

def defaults(a, b=2, *, c=3, d=None):
    return a, b, c, d

total = 0
for i in range(3000):
    total += star(i, 1, key=2, z=i) + star() + star(*(1, 2), **{"key": 3})
    r = defaults(i, c=i) + defaults(b=1, a=2) + defaults(*[5], d=6)
print(total, r)
for bad in ("defaults()", "defaults(1, 2, 3)", "defaults(1, x=2)", "defaults(1, a=2)", "star(1, **{1: 2})"):
    try:
        eval(bad)
    except TypeError as error:
        print(error)

def gen(*args, step=1):
    for x in args:
        yield x * step
print([list(gen(1, 2, step=k)) for k in range(300)][-1])

class Base:
    def __init__(self, *args, scale=1, **extra):
        self.args, self.scale, self.extra = args, scale, extra
objects = [Base(i, 2, scale=3, more=i) for i in range(300)]
print(objects[-1].__dict__)

def cells(*args, key=None, **rest):
    def inner():
        return args, key, rest
    return inner
print([cells(i, key=i, r=i) for i in range(300)][-1]())

def deep(n, *args):
    return n if n == 0 else deep(n - 1, n, *args[:3])
print(deep(200))
def endless(*args, **kwargs):
    return endless(*args, **kwargs)
try:
    endless(1, a=2)
except RecursionError as error:
    print(type(error).__name__)
