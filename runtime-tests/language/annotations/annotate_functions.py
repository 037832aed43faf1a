def f(a: int, b: str) -> bool: ...


print(f.__annotate__(1))
try:
    f.__annotate__(2)
except NotImplementedError as error:
    print("NotImplementedError", error)
f.__annotate__ = lambda format: {"x": format}
print(f.__annotations__)
f.__annotations__ = {"y": 2}
print(f.__annotations__, f.__annotate__)
f.__annotate__ = None
print(f.__annotations__)
for value in 3, lambda: 0:
    try:
        f.__annotate__ = value
        print("set", f.__annotate__ is value)
    except TypeError as error:
        print(error)
try:
    f.__annotations__ = 3
except TypeError as error:
    print(error)
f.__annotations__ = None
print(f.__annotations__)


def g(): ...


print(g.__annotate__, g.__annotations__)
g.__annotate__ = lambda format: 3
try:
    g.__annotations__
except TypeError as error:
    print(error)
