# Class patterns by position and by keyword.
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y):
        self.x, self.y = x, y
class P3(Point):
    pass
def what(v):
    match v:
        case Point(0, 0):
            return "origin"
        case P3(x, y=1):
            return "p3", x
        case Point(x, y) if x == y:
            return "diagonal", x
        case Point(x=a):
            return "point", a
        case int(n) | float(n):
            return "number", n
        case str() as s:
            return "text", s
        case bool():
            return "never"
        case [Point(), Point(1)]:
            return "pair"
for v in [Point(0, 0), P3(5, 1), Point(2, 2), Point(3, 4), 5, True, 2.5, "t", [Point(9, 9), Point(1, 2)], None]:
    print(what(v))
class NoArgs: pass
class BadArgs:
    __match_args__ = ["a"]
class Twice:
    __match_args__ = ("a", "a")
    a = 1
def e1():
    match NoArgs():
        case NoArgs(1): pass
def e2():
    match BadArgs():
        case BadArgs(1): pass
def e3():
    match Twice():
        case Twice(1, 1): pass
def e4():
    match Point(1, 1):
        case Point(1, 1, 1): pass
def e5():
    match 5:
        case what(): pass
def e6():
    match Point(1, 2):
        case Point(1, x=1): pass
def e7():
    match 1:
        case int(1, 2): pass
for e in (e1, e2, e3, e4, e5, e6, e7):
    try:
        e()
        print("fine")
    except TypeError as error:
        print(error)
