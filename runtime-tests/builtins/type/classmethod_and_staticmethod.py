# classmethod and staticmethod objects.
class A:
    @classmethod
    def c(cls, x=0): "cdoc"; return cls.__name__, x
    @staticmethod
    def s(x=0): "sdoc"; return x
class B(A): pass
print(A.c(1), A().c(2), B.c(), B().c(), A.s(1), A().s(2), type(A.__dict__["c"]).__name__, A.__dict__["c"].__func__.__name__, A.__dict__["s"].__func__ is A.s, A.__dict__["s"](7), A.__dict__["c"].__doc__, A.__dict__["s"].__doc__, A.__dict__["c"].__wrapped__ is A.__dict__["c"].__func__, A.__dict__["s"].__name__, A.__dict__["c"].__qualname__, A.__dict__["c"].__isabstractmethod__)
print(A.c.__self__ is A, B.c.__func__ is A.c.__func__, A.c == A.c, A.c == B.c, repr(A.__dict__["c"]).split(" at ")[0], repr(staticmethod(len)), classmethod(5).__func__)
for f in (lambda: classmethod(), lambda: staticmethod(1, 2), lambda: classmethod(len)(1), lambda: staticmethod(5)(), lambda: classmethod(5).__get__(1)(), lambda: classmethod(len).__get__(None, None), lambda: staticmethod(x=1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
c = classmethod(len); c.extra = 1; print(c.extra, c.__dict__.get("extra"), classmethod(lambda c: c).__get__(5)() is int, classmethod(lambda c: c).__get__(None, str)() is str, staticmethod(len).__get__(5) is len)
