# exit: 1
# Where the marks under a line point to.
class A:
    def __getattr__(self, name):
        raise AttributeError(name)
def f(a, b):
    return (a + b) * a[b](1,
                          2)
def g(x):
    value = x.first.second + f(x, [1,
        2])
    return value
def h(x):
    return f(1, 2)["key"] + x
tests = [lambda: g(A()), lambda: h(1)]
for t in tests:
    try:
        t()
    except Exception as e:
        print(repr(e))
tests[1]()
