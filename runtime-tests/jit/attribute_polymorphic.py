# One site sees one shape, then several, then many, then none with the attribute.
class A:
    def __init__(self): self.value = 1
class B:
    def __init__(self):
        self.other = 0
        self.value = 2
class C:
    value = 3
class D:
    @property
    def value(self): return 4
class E:
    __slots__ = ("value",)
    def __init__(self): self.value = 5
class F:
    def __getattr__(self, name): return 6
class G(A): pass
def read(objects):
    total = 0
    for o in objects:
        total += o.value
    return total
print(read([A()] * 3000))
print(read([A(), B()] * 2000))
print(read([A(), B(), C(), D()] * 1000))
print(read([A(), B(), C(), D(), E(), F(), G()] * 600))
odd = A()
odd.extra = 1
late = A()
del late.value
late.value = 10
c = C()
c.value = 30
print(read([odd, late, c, A()] * 100))
def write(objects, n):
    for o in objects:
        o.value = n
for objects in ([A()] * 2000, [A(), B(), E(), G(), c] * 500):
    write(objects, 9)
print(read([odd, c]), c.value, C.value)
for bad in (object(), None, 5):
    try:
        read([A(), bad])
    except AttributeError as error:
        print(error)
try:
    write([D()], 1)
except AttributeError as error:
    print(error)
