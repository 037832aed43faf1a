# What locals() gives in functions, classes and comprehensions.
def f(a, b=2):
    first = locals()
    c = 3
    second = locals()
    first["a"] = 100
    return first, second, a
print(f(1))
def g():
    x = 1
    def h():
        return x, sorted(locals())
    return h()
print(g())
class K:
    a = 1
    names = [n for n in locals() if not n.startswith("__")]
print(K.names)
def comp():
    outer = 5
    return [sorted(locals()) for i in range(1)]
print(comp())
print(locals() is globals())
