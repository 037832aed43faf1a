class Log:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *args):
        print("exit", self.name, args[0])


def returns():
    with Log("return"):
        return "value"


def breaks():
    for i in range(3):
        with Log(f"break {i}"):
            if i == 1:
                break
    else:
        print("never")
    return i


def continues():
    for i in range(2):
        with Log(f"continue {i}"):
            continue


def generator():
    with Log("generator"):
        yield 1
        yield 2


print(returns(), breaks(), continues())
g = generator()
next(g)
g.close()
for x in generator():
    print(x)


def nested():
    with Log("outer"):
        try:
            with Log("inner"):
                return 1
        finally:
            print("finally")


print(nested())
