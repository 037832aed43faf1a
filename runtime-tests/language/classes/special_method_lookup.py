# Operators look for special methods on the class, not on the object.
class A:
    def __len__(self): return 1
    def __getattribute__(self, name):
        print("get", name)
        return object.__getattribute__(self, name)
a = A()
a.__dict__["__len__"] = lambda: 99
print(len(a), a.__len__())
class B: pass
b = B()
b.__add__ = lambda o: 1
b.__call__ = lambda: 2
b.__iter__ = lambda: iter([])
for f in (lambda: b + 1, lambda: b(), lambda: iter(b), lambda: len(b), lambda: b[0], lambda: b in b, lambda: -b, lambda: int(b), lambda: hash(b) == hash(b)):
    try:
        print(f())
    except TypeError as e:
        print(e)
B.__len__ = lambda self: -1
for f in (lambda: len(b), lambda: bool(b)):
    try: print(f())
    except ValueError as e: print(e)
B.__len__ = lambda self: "x"
try: len(b)
except TypeError as e: print(e)
B.__bool__ = lambda self: 1
try: bool(b)
except TypeError as e: print(e)
B.__hash__ = None
try: hash(b)
except TypeError as e: print(e)
