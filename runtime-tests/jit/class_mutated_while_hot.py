# Methods and class attributes are replaced while a compiled loop runs.
class K:
    scale = 2
    def f(self, x):
        return x * self.scale
def loop(k, n, at, change):
    total = 0
    for i in range(n):
        if i == at:
            change()
        total += k.f(i)
    return total
def new_method():
    K.f = lambda self, x: x + 1
def new_scale():
    K.scale = 3
def instance_scale():
    k.scale = 5
def instance_method():
    k.f = lambda x: 0
def remove():
    del K.scale
k = K()
print(loop(k, 6000, -1, None))
print(loop(k, 6000, 3000, new_scale))
print(loop(k, 6000, 3000, instance_scale))
print(loop(k, 6000, 5999, new_method))
print(loop(k, 6000, 3000, instance_method))
k = K()
class Base:
    def g(self): return "base"
class Derived(Base): pass
def call(o, n):
    for _ in range(n):
        r = o.g()
    return r
d = Derived()
print(call(d, 3000))
Derived.g = lambda self: "derived"
print(call(d, 10))
del Derived.g
print(call(d, 10))
Base.g = lambda self: "new base"
print(call(d, 10))
class Other:
    def g(self): return "other"
d.__class__ = Other
print(call(d, 10))
remove()
K.f = lambda self, x: self.scale
try:
    loop(k, 10, -1, None)
except AttributeError as error:
    print(error)
