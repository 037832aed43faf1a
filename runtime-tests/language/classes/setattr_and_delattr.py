class A:
    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        print("del", name)
        object.__delattr__(self, name)


a = A()
a.x = 1
a.x += 2
del a.x
try:
    del a.x
except AttributeError as error:
    print(error)
setattr(a, "not an identifier", 5)
print(a.__dict__)
for action in (lambda: setattr(a, 5, 1), lambda: getattr(a, 5), lambda: delattr(a, None), lambda: setattr(object(), "x", 1), lambda: delattr(object(), "x"), lambda: setattr(int, "x", 1), lambda: delattr(int, "real"), lambda: setattr(1, "real", 2), lambda: setattr(len, "x", 1)):
    try:
        action()
        print("done")
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
(a.y, a.z), a.w = (1, 2), 3
for a.loop in range(2):
    pass
with __import__("contextlib").nullcontext(7) as a.entered:
    pass
print(sorted(a.__dict__, key=str))
