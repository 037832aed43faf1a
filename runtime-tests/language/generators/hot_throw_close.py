# throw() and close() in the middle of generators that are compiled.
def numbers(log):
    i = 0
    while True:
        try:
            yield i
        except ValueError as error:
            log.append(("caught", i, str(error)))
        except GeneratorExit:
            log.append(("closed", i))
            raise
        i += 1


def drive(n):
    log = []
    g = numbers(log)
    total = 0
    for k in range(n):
        total += next(g)
        if k % 1000 == 999:
            total += g.throw(ValueError("at %d" % k))
    g.close()
    return total, log


print(drive(3500))


def plain():
    total = 0
    for i in range(10 ** 9):
        total += i
        yield total


def closing(n):
    g = plain()
    for _ in range(n):
        last = next(g)
    try:
        g.throw(KeyError("gone"))
    except KeyError as error:
        print("left with", error, last)
    print(list(g), g.gi_frame, g.gi_running)


closing(2000)
closing(100)


def inner():
    k = 0
    while True:
        try:
            k += (yield k) or 1
        except OSError:
            k = -k


def outer():
    try:
        yield from inner()
    finally:
        print("outer ends")


def through(n):
    g = outer()
    out = []
    for i in range(n):
        next(g)
    out.append(g.throw(OSError()))
    out.append(g.send(10))
    out.append(g.gi_yieldfrom is not None)
    g.close()
    out.append(g.gi_yieldfrom)
    return out


for _ in range(3):
    print(through(1500))


def stubborn():
    ignored = 0
    while ignored < 1:
        try:
            yield 1
        except GeneratorExit:
            ignored += 1
    yield 2


def ignore(n):
    g = stubborn()
    for _ in range(n):
        next(g)
    try:
        g.close()
    except RuntimeError as error:
        return str(error)


print(ignore(2000))


def handled_inside():
    while True:
        try:
            raise LookupError("own")
        except LookupError:
            import sys
            yield type(sys.exception()).__name__


def exceptions(n):
    import sys
    g = handled_inside()
    seen = set()
    for i in range(n):
        try:
            raise ArithmeticError
        except ArithmeticError:
            seen.add(next(g))
            seen.add(type(sys.exception()).__name__)
    seen.add(sys.exception())
    return sorted(map(str, seen))


print(exceptions(1500))
