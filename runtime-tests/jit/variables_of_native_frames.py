# Variables of frames that run as native code, looked at by what they call.
import sys

def look(depth=1):
    return dict(sys._getframe(depth).f_locals)

def plain(x):
    y = x + 1
    text = "t" * (x % 3)
    ratio = x / 4
    small = x < 10
    nothing = None
    first = look()
    y = ratio * 2.0
    del text
    second = look()
    return first, second

def loop(n):
    total = 0
    ratio = 0.0
    seen = None
    for i in range(n):
        total += i
        ratio += 0.5
        odd = i % 2 == 1
        if i % 500 == 499:
            seen = None
            seen = look()
    return seen

def cells(x):
    shared = x
    def inner():
        return shared, look(2), look(1)
    shared += 1
    return inner()

def items(n):
    for i in range(n):
        doubled = 2 * i
        yield look()

def by_variable(x):
    q = x + 1
    evaluate = eval
    namespace = locals
    return evaluate("q * 2"), sorted(namespace()), sorted(vars()), dir()

def by_keyword(x):
    return exec("print(x) if x == 1499 else None", globals=globals(), locals=locals())

def executed(x):
    names = {}
    exec("z = 3", {}, names)
    return names, eval("x + 1"), locals()

class Base:
    def m(self, x):
        return ["base", x]

class Derived(Base):
    def m(self, x):
        parent = super
        return ["derived"] + parent().m(x)

r = s = t = u = v = w = None
for i in range(1500):
    r, s, t, u, v, w = plain(i), cells(i), by_variable(i), by_keyword(i), executed(i), Derived().m(i)
print(r)
inner = s[1].pop("inner")
print(s[0], s[1], s[2]["shared"])
print(t, u, v, w)
print(loop(3000))
last = None
for last in items(2000):
    pass
print(last)
