# callable looks at the class, not at the instance.
class A:
    def __call__(self): pass
class B: pass
b = B(); b.__call__ = lambda: 1
class C: __call__ = None
print(callable(A()), callable(B), callable(b), callable(C()), callable(len), callable(5), callable(lambda: 0), callable([].append), callable(None), callable(type), callable(staticmethod(len)), callable(classmethod(len)), callable(property()))
try: C()()
except TypeError as e: print(e)
try: b()
except TypeError as e: print(e)
x = []; y = x; print(id(x) == id(y), id(x) != id([]), type(id(x)).__name__)
for f in (lambda: id(), lambda: callable(), lambda: id(1, 2)):
    try: print(f())
    except TypeError as e: print(e)
