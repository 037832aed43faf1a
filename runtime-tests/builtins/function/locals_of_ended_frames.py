# What frames that have ended still say of their variables.
import sys

def outer(a, b=2, *rest, **named):
    shared = [a]
    def inner():
        nonlocal b
        b += 1
        return shared, b
    inner()
    del rest
    return sys._getframe(), inner

frame, inner = outer(1, 5, 6, z=3)
values = frame.f_locals
print(sorted(values), values["a"], values["b"], values["named"], values["shared"])
print(frame.f_code.co_name, frame.f_back.f_code.co_name)
frame.clear()
print(dict(frame.f_locals))

def nothing():
    return sys._getframe()

print(dict(nothing().f_locals))

def steps():
    value = 1
    yield sys._getframe()
    value = 2
    yield value

running = steps()
frame = next(running)
print(dict(frame.f_locals))
next(running)
print(dict(frame.f_locals))

class Body:
    attribute = 1
    frame = sys._getframe()

print("attribute" in Body.frame.f_locals)
