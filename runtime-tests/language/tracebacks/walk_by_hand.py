import sys


def inner():
    raise ValueError("x")


def outer():
    inner()


try:
    outer()
except ValueError as error:
    tb = error.__traceback__
    while tb is not None:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
    print(sys.exception() is error, sys.exc_info()[0].__name__)
    first = error.__traceback__
    print(first.tb_next.tb_next.tb_next, first.tb_lasti >= 0)
    first.tb_next = None
    print(error.__traceback__.tb_next)
import types

made = types.TracebackType(None, sys._getframe(), 5, 77)
print(made.tb_lineno, made.tb_next)
print(sys.exc_info())
