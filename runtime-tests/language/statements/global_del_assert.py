# global, del and assert.
value = 1
def change():
    global value
    value += 1
    del value
    value = "rebound"
change()
print(value)
a, b, c = 1, [1, 2, 3], {"k": 1}
del a, b[0], c["k"]
print(b, c)
try:
    a
except NameError as error:
    print(error)
def local_del():
    x = 1
    del x
    try:
        x
    except UnboundLocalError as error:
        print(error)
    x = 2
    return x
print(local_del())
class C:
    attr = 1
    temp = 2
    del temp
print(hasattr(C, "temp"))
del C.attr
for check in (lambda: True, lambda: False):
    try:
        assert check(), f"message {check()}"
        print("passed")
    except AssertionError as error:
        print(repr(error))
try:
    assert []
except AssertionError as error:
    print(repr(error), error.args)
try:
    del undefined_thing
except NameError as error:
    print(error)
def f():
    assert (lambda x: x)(5) == 5
    pass
    ...
    return
print(f())
