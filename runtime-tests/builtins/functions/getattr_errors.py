# getattr, setattr, delattr, hasattr: names, defaults, messages.
class A:
    x = 1
    @property
    def bad(self): raise AttributeError("inner")
    @property
    def ro(self): return 1
    @property
    def err(self): raise ValueError("value")
a = A()
print(getattr(a, "x"), getattr(a, "nope", 5), hasattr(a, "bad"), hasattr(a, "x"), getattr(a, "bad", "dflt"), setattr(a, "odd name!", 3), getattr(a, "odd name!"), a.__dict__)
class S(str): pass
print(getattr(a, S("x")), setattr(a, S("y"), 2), a.y)
for f in (lambda: getattr(a, "nope"), lambda: getattr(a, 5), lambda: getattr(a), lambda: getattr(a, "x", 1, 2), lambda: hasattr(a, 5), lambda: setattr(a, 5, 1), lambda: delattr(a, "nope"), lambda: delattr(a, "ro"), lambda: setattr(a, "ro", 1), lambda: hasattr(a, "err"), lambda: getattr(A, "nope"), lambda: getattr(5, "nope"), lambda: setattr(5, "x", 1), lambda: delattr(a, 5), lambda: setattr(object(), "x", 1), lambda: getattr(None, "x"), lambda: getattr(A(), "bad"), lambda: hasattr(a), lambda: setattr(a, "x"), lambda: delattr(object(), "x"), lambda: setattr(print, "__name__", "x")):
    try: print(f())
    except Exception as e: print(type(e).__name__, ascii(str(e)))
