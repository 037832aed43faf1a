def f():
    x = 1
    del x
    try:
        return x
    except UnboundLocalError as error:
        return str(error), error.name


print(f())


def cell():
    x = 1

    def inner():
        return x

    del x
    try:
        inner()
    except NameError as error:
        return type(error).__name__, str(error), error.name


print(cell())


def handler():
    e = "before"
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as error:
        return str(error)


print(handler())
try:
    del never
except NameError as error:
    print(error)


def loop():
    for n in []:
        pass
    try:
        n
    except UnboundLocalError as error:
        return str(error)


print(loop())


def augmented():
    try:
        total += 1
    except UnboundLocalError as error:
        return str(error)


print(augmented())
