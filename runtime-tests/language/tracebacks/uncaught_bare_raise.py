# exit: 1
def f():
    try:
        1 / 0
    except ZeroDivisionError:
        raise


def g():
    try:
        f()
    except ZeroDivisionError as error:
        raise error


g()
