# throw, close, finally in generators, and wrong uses.
def guarded():
    try:
        while True:
            try:
                value = yield "ready"
                print("got", value)
            except ValueError as error:
                print("handled", error)
    finally:
        print("cleanup")
g = guarded()
print(next(g), g.throw(ValueError("v")), g.send(1))
try:
    g.throw(KeyError("k"))
except KeyError as error:
    print("out", error)
print(next(g, "finished"), g.close())
g = guarded()
next(g)
print(g.close(), g.close())
fresh = guarded()
print(fresh.close(), list(fresh))
fresh = guarded()
try:
    fresh.throw(TypeError("at the start"))
except TypeError as error:
    print(error)
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as error:
    print(error)
def stops():
    raise StopIteration("inside")
    yield
try:
    next(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__))
def self_running():
    next(me)
    yield
me = self_running()
try:
    next(me)
except ValueError as error:
    print(error)
def returns_on_close():
    try:
        yield
    except GeneratorExit:
        return "value"
g = returns_on_close()
next(g)
print(g.close())
