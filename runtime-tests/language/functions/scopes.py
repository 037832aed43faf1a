# local, global, builtin and class scopes.
x = "global"
def reads():
    return x
def writes():
    global x, fresh
    x, fresh = "written", "made"
def hides():
    x = "local"
    return x
def unbound():
    try:
        print(x)
    except UnboundLocalError as error:
        print(error)
    x = 1
print(reads(), hides(), reads(), writes(), reads(), fresh)
unbound()
class Body:
    x = "class"
    y = [x for _ in range(1)]
    def method(self):
        return x
print(Body.x, Body.y, Body().method())
len_before = len
def len(value):
    return "mine"
print(len([1, 2]))
del len
print(len([1, 2]))
try:
    undefined_name
except NameError as error:
    print(error)
del x
try:
    reads()
except NameError as error:
    print(error)
print(sorted(locals().keys() & {"fresh", "reads", "x"}), "fresh" in globals())
