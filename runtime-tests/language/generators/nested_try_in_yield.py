def g():
    for i in range(3):
        try:
            try:
                yield i
            except KeyError:
                yield "key"
            else:
                yield "else"
        finally:
            print("finally", i)


it = g()
print(next(it), it.throw(KeyError), next(it), next(it), next(it))
it.close()


def reraises():
    try:
        yield 1
    except ValueError as error:
        raise TypeError("converted") from error


it = reraises()
next(it)
try:
    it.throw(ValueError("original"))
except TypeError as error:
    print(error, repr(error.__cause__))


def handled_state():
    import sys

    try:
        raise KeyError("inside")
    except KeyError:
        yield repr(sys.exception())
        yield repr(sys.exception())
    yield repr(sys.exception())


it = handled_state()
print(next(it))
try:
    raise OSError("outside")
except OSError:
    print(next(it))
