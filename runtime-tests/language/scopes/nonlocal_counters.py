# Several closures share one variable through nonlocal.
def make():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    def down():
        nonlocal n
        n -= 1
        return n
    def drop():
        nonlocal n
        del n
    return up, down, drop
up, down, drop = make()
print(up(), up(5), down(), up())
drop()
try:
    down()
except NameError as e:
    print(type(e).__name__, e)
def deep():
    a = 1
    def b():
        def c():
            nonlocal a
            a += 10
        c()
        return a
    return b(), b(), a
print(deep())
