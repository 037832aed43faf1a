def g():
    while True:
        try:
            got = yield "ready"
            print("got", got)
        except ValueError as error:
            print("caught", repr(error))


it = g()
next(it)
print(it.throw(ValueError("instance")))
print(it.throw(ValueError))
for wrong in 3, "x", int:
    try:
        it.throw(wrong)
    except TypeError as error:
        print(error)
try:
    it.throw(KeyError("out"))
except KeyError as error:
    print(repr(error))
try:
    it.throw(ValueError("finished"))
except ValueError as error:
    print(repr(error))
fresh = g()
try:
    fresh.throw(ValueError("before start"))
except ValueError as error:
    print(repr(error))
try:
    next(fresh)
except StopIteration:
    print("stopped")
