# Exceptions raised inside compiled generators: types, and the lines of the traceback.
def lines(error):
    out = []
    tb = error.__traceback__
    while tb is not None:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return out


def divide(values):
    for v in values:
        yield 100 // v


def middle(values):
    for d in divide(values):
        yield d + 1


def total(values):
    out = 0
    for m in middle(values):
        out += m
    return out


def attempt(values):
    try:
        return total(values)
    except ZeroDivisionError as error:
        return str(error), lines(error)


print(attempt([1] * 3000))
print(attempt([1] * 3000 + [0] + [1] * 10))
print(attempt([0]))


def delegated(values):
    yield from divide(values)
    yield "never"


def delegate_attempt(values):
    try:
        return sum(delegated(values))
    except ZeroDivisionError as error:
        return lines(error)
    except TypeError as error:
        return str(error)


print(delegate_attempt([5] * 2000 + [0]))
print(delegate_attempt([5] * 2000))


def stops(n):
    for i in range(n):
        if i == n - 1:
            raise StopIteration("early")
        yield i


def stop_attempt(n):
    try:
        return sum(stops(n))
    except RuntimeError as error:
        return str(error), repr(error.__cause__), lines(error)


print(stop_attempt(2000))


def expression(n):
    try:
        return sum(1 / (n - i) for i in range(2 * n))
    except ZeroDivisionError as error:
        return lines(error)


print(expression(1500))


def finished():
    g = (i for i in [3])
    next(g)
    try:
        next(g)
    except StopIteration as stop:
        return stop.value, lines(stop)


for _ in range(400):
    result = finished()
print(result)


def reenter():
    def gen():
        while True:
            yield next(me)
    me = gen()
    try:
        next(me)
    except ValueError as error:
        return str(error)


for _ in range(500):
    result = reenter()
print(result)


def cleanup(n, log):
    try:
        for i in range(n):
            yield i
    finally:
        log.append("cleaned")


def broken(n):
    log = []
    try:
        for v in cleanup(n, log):
            if v == n - 2:
                raise KeyError(v)
    except KeyError as error:
        log.append(lines(error))
    return log[-1]


print(broken(2000))
