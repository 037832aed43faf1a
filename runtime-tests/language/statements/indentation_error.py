# exit: 1
# An indent that matches nothing.
def f():
        return 1
    print("never printed")
