class Mutable:
    def __init__(self):
        self.log = []

    def __iadd__(self, other):
        self.log.append(other)
        return self


class Immutable:
    def __add__(self, other):
        return "new"


class Declines:
    def __iadd__(self, other):
        return NotImplemented

    def __add__(self, other):
        return "fallback"


class Returns:
    def __imul__(self, other):
        return "anything"


m = alias = Mutable()
m += 1
m += 2
print(m.log, m is alias)
i = Immutable()
i += 1
d = Declines()
d += 1
r = Returns()
r *= 2
print(i, d, r)
x = [1]
y = x
x += (2,)
x *= 2
print(x, y is x)
t = (1,)
u = t
t += (2,)
print(t, u)
t = ([],)
try:
    t[0] += [1]
except TypeError as error:
    print(error, t)
for source in ("a = 1; a += 'x'", "a = 'x'; a -= 1", "a = None; a @= 1", "a = []; a **= 2", "a = {}; a |= 3", "a = 1; a <<= 'x'", "a = 2; a //= []"):
    try:
        exec(source)
    except TypeError as error:
        print(error)
log = []
def f():
    log.append("f")
    return [0, 0]
def g():
    log.append("g")
    return 1
f()[g()] += g()
print(log)
