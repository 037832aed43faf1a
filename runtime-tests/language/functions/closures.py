# Cells are shared, live on, and are bound late.
def counter():
    count = 0
    def up(step=1):
        nonlocal count
        count += step
        return count
    def read():
        return count
    return up, read
up, read = counter()
up2, read2 = counter()
print(up(), up(5), read(), read2(), up2(), read(), read2())
late = [lambda: n for n in range(3)]
print([f() for f in late])
def outer(x):
    def middle(y):
        def inner(z):
            return x, y, z
        x_seen = x
        return inner
    return middle
print(outer(1)(2)(3), outer(1)(2).__closure__ is not None, len(outer(1)(2).__closure__))
def unset():
    def read():
        return value
    try:
        read()
    except NameError as error:
        print(error)
    value = 1
    print(read())
    del value
    try:
        read()
    except NameError as error:
        print(error)
unset()
def parameter(x):
    def change():
        nonlocal x
        x = x + 1
    change(), change()
    return x
print(parameter(5))
