def answers():
    try:
        yield 1
    except GeneratorExit:
        return "closed"


def plain():
    yield 1


def ignores():
    for attempt in range(3):
        try:
            yield attempt
        except GeneratorExit:
            pass


def finishes():
    try:
        yield 1
    finally:
        print("finally")


for make in answers, plain, finishes:
    g = make()
    print(g.close())
    g = make()
    next(g)
    print(g.close(), g.close())
g = ignores()
next(g)
for attempt in range(2):
    try:
        g.close()
    except RuntimeError as error:
        print(error)


def raises():
    try:
        yield
    finally:
        raise KeyError("while closing")


g = raises()
next(g)
try:
    g.close()
except KeyError as error:
    print(repr(error), repr(error.__context__))
