x = y = 1
del x, y
a = [0, 1, 2, 3]
del a[0], a[0]
b = [1, 2, 3, 4]
del b[::2], (b[0])
print(a, b)
d = {"k": 1}
del d["k"]
(p, q), [r] = (1, 2), [3]
del (p, [q]), r
try:
    p
except NameError as error:
    print(error)


class D:
    def __delitem__(self, key):
        print("delitem", key)

    def __delattr__(self, name):
        print("delattr", name)

    def __delete__(self, instance):
        print("delete")


o = D()
del o[1:2], o.x, o[...], o.a, o["k"]


class E:
    attribute = D()


del E().attribute
for source in ("del missing", "del d['missing']", "del a[10]", "del o.x.y", "del (1).real", "del ''[0]", "del len.x"):
    try:
        exec(source)
    except Exception as error:
        print(type(error).__name__, error)


def f():
    n = 1

    def g():
        nonlocal n
        del n

    g()
    try:
        n
    except NameError as error:
        return type(error).__name__, str(error)


print(f())
