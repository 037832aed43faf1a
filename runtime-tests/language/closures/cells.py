# Cells can be read, written, and be empty.
def outer():
    x = [1]
    y = 2
    def inner():
        return x, y
    return inner
f = outer()
print(f.__code__.co_freevars, outer.__code__.co_cellvars)
print([c.cell_contents for c in f.__closure__])
f.__closure__[1].cell_contents = "new"
print(f())
del f.__closure__[0].cell_contents
try:
    f()
except NameError as e:
    print(e)
try:
    f.__closure__[0].cell_contents
except ValueError as e:
    print(e)
print(outer.__closure__)
cell = type(f.__closure__[0])
print(cell.__name__, cell(1) == cell(1), cell(1) < cell(2), cell() == cell())
