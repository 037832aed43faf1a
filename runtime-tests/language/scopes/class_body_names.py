# A class body reads its own names, then globals, and is skipped by the functions inside it.
x = "global"
def outer():
    x = "outer"
    class A:
        print(x)
        y = x
        def method(self):
            return x
    class B:
        x = "class"
        print(x)
        def method(self):
            return x
        got = [x for _ in range(2)]
        first = [i for i in [x]]
    print(A.y, A().method(), B.x, B().method(), B.got, B.first)
outer()
class C:
    x = x + " copied"
    print(x)
    del x
    print(x)
print(hasattr(C, "x"))
