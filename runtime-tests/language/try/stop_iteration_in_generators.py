def g():
    yield 1
    raise StopIteration("inner")


try:
    print(list(g()))
except RuntimeError as error:
    print(error, repr(error.__cause__))


def via_next():
    yield next(iter([]))


try:
    list(via_next())
except RuntimeError as error:
    print(error, repr(error.__cause__))
try:
    list(next(iter([])) for _ in range(1))
except RuntimeError as error:
    print(error)


def returns():
    return 5
    yield


it = returns()
try:
    next(it)
except StopIteration as stop:
    print(stop.value, stop.args)
try:
    next(it)
except StopIteration as stop:
    print(stop.value)
print(StopIteration(1, 2).value, StopIteration().value)
