def f(): ...
def g(): "docstring"
def h():
    """Multi
    line"""
    """not this"""


class C:
    "class doc"
    ...
    pass


class D: 5


print(f(), f.__doc__, g.__doc__, repr(h.__doc__), C.__doc__, D.__doc__)
async def a(): "async doc"
print(a.__doc__, (lambda: "not a doc").__doc__)
def n(): b"bytes"
def m(): f"formatted"
def o(): ("parenthesised")
def p(): "joined" " doc"
print(n.__doc__, m.__doc__, o.__doc__, p.__doc__)
def q():
    """
        indented
      less
    """
print(repr(q.__doc__))
g.__doc__ = 5
print(g.__doc__)
C.__doc__ = "changed"
print(C.__doc__)
try:
    int.__doc__ = "x"
except TypeError as error:
    print(error)
