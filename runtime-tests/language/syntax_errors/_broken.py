"""A module that does not compile."""


def fine():
    return 1


def broken(a, b=2, c):
    return a
