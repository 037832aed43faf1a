# exit: 1
# A program that does not parse prints nothing but the error.
print("never printed")
values = (1, 2
def f():
    pass
