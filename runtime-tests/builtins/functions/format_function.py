# format() calls the class's __format__.
class A:
    def __format__(self, s): return f"<{s}>"
class B:
    def __format__(self, s): return 5
class C(str): pass
class D:
    def __format__(self, s): return C("sub")
print(format(A(), "x"), format(A()), format(5, ""), format("a", ">3"), type(format(D())).__name__, format(3.5, ".2f"), format(None), format(True), format([1]), format(10**30, ","))
for f in (lambda: format(B()), lambda: format(5, 5), lambda: format(), lambda: format(object(), "x"), lambda: format([], "x"), lambda: format(5, "q"), lambda: format(None, "d"), lambda: format(type, "5"), lambda: f"{B()}", lambda: "{}".format(B()), lambda: format(5, "d", 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
