# exit: 1
# Context within cause within context.
def a():
    {}["a"]
def b():
    try:
        a()
    except KeyError:
        [][1]
def c():
    try:
        b()
    except IndexError as e:
        raise RuntimeError("c") from e
try:
    c()
except RuntimeError:
    raise OSError("last") from None
finally:
    print("finally")
