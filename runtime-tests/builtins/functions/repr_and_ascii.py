# repr and ascii with bad results.
class A:
    def __repr__(self): return 5
class B:
    def __repr__(self): return "é\u20ac\U0001d11e\n'"
class C:
    __repr__ = None
class D:
    def __repr__(self): raise ZeroDivisionError("in repr")
print(ascii(B()), repr("é"), ascii("é"), ascii(["ü"]), ascii({"k": "€"}))
for f in (lambda: repr(A()), lambda: ascii(A()), lambda: str(A()), lambda: repr(C()), lambda: [D()].__repr__(), lambda: f"{A()!r}", lambda: "%r" % A(), lambda: repr(), lambda: repr(1, 2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
