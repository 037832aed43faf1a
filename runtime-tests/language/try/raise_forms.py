# What raise accepts and how causes are set.
class NotExc: pass
class Odd(Exception):
    def __new__(cls, *a): return 5
def attempt(f):
    try:
        f()
    except BaseException as e:
        print(type(e).__name__, e, "|", repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def a(): raise ValueError
def b(): raise ValueError from KeyError
def c(): raise ValueError("x") from None
def d(): raise NotExc
def e(): raise NotExc()
def f(): raise 5
def g(): raise ValueError from 5
def h(): raise Odd
def i(): raise
def j():
    try: 1 / 0
    except ZeroDivisionError: raise KeyError("k") from OSError("o")
def k():
    try: 1 / 0
    except ZeroDivisionError as z: raise z
def l():
    raise ValueError("a") from ValueError
for fn in (a, b, c, d, e, f, g, h, i, j, k, l):
    attempt(fn)
