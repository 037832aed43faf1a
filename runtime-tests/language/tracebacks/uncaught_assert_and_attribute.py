# exit: 1
class A:
    x = 1


def check(a):
    assert a.x == 2, f"x is {a.x}"


try:
    check(A())
except AssertionError:
    A().nothing.more
