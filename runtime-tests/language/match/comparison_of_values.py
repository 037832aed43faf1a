import enum


class Color(enum.Enum):
    RED = 1
    BLUE = 2


class Always:
    def __eq__(self, other):
        print("compared with", other)
        return True


class Singleton:
    def __eq__(self, other):
        return True


def f(x):
    match x:
        case Color.RED:
            return "red"
        case 1:
            return "one"
        case "1":
            return "text"
        case None:
            return "None"
        case True:
            return "True"
        case 0.5 | -0.5:
            return "half"


print(f(Color.RED), f(Color.BLUE), f(1), f(1.0), f(True), f("1"), f(None), f(-0.5), f(1 + 0j))
match Always():
    case 5:
        print("five")
match Singleton():
    case None:
        print("no")
    case True:
        print("no")
    case 3:
        print("value")
match float("nan"):
    case float() as n:
        print(n != n)
match "ab":
    case "a" "b":
        print("joined")
match -3:
    case -3:
        print("negative")
match 0:
    case -0 | False:
        print("zero")
