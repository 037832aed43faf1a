# Cycles among contexts that a program has made do not hang what chains another one.
class A(Exception): pass
class B(Exception): pass
class C(Exception): pass
class D(Exception): pass
class E(Exception): pass

def chain(error):
    names = []
    for _ in range(5):
        names.append(type(error).__name__)
        error = error.__context__
    return names

a, b, c, d, e = A(), B(), C(), D(), E()
try:
    try:
        raise a
    except A:
        a.__context__ = b
        b.__context__ = a
        raise c
except C as error:
    print(chain(error))

a, b, c, d, e = A(), B(), C(), D(), E()
a.__context__ = b
b.__context__ = c
c.__context__ = b
try:
    try:
        raise a
    except A:
        raise e
except E as error:
    print(chain(error))
