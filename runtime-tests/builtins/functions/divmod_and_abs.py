# divmod, abs with special methods.
class A:
    def __divmod__(self, o): return "dm", o
    def __rdivmod__(self, o): return "rdm", o
    def __abs__(self): return "abs"
print(divmod(7, 2), divmod(-7, 2.0), divmod(A(), 1), divmod(1, A()), abs(A()), abs(-3), abs(-2.5), abs(3 - 4j), abs(True), abs(-0.0), abs(-10**30))
for f in (lambda: divmod(1), lambda: divmod(1, "a"), lambda: divmod(1, 0), lambda: divmod(1.0, 0), lambda: abs("a"), lambda: abs(), lambda: abs(1, 2), lambda: divmod("a", "b"), lambda: abs(None), lambda: divmod(x=1, y=2)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
