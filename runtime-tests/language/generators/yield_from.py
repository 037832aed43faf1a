# yield from passes values, exceptions and results through.
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 2: raise StopIteration("it result")
        return self.n
def inner():
    try:
        got = yield "i1"
        print("inner got", got)
        yield "i2"
    except ValueError as e:
        print("inner caught", e)
        yield "i3"
    return "inner result"
def outer():
    r = yield from inner()
    print("r", r)
    r = yield from It()
    print("r", r)
    yield from "ab"
    return (yield from [])
g = outer()
print(next(g), g.send("hello"), g.throw(ValueError("v")), list(g))
def bad(): yield from 5
try: next(bad())
except TypeError as e: print(e)
h = outer(); next(h)
print(h.gi_yieldfrom.__name__, h.gi_running, h.gi_frame is not None, h.gi_suspended)
h.close(); print(h.gi_frame, h.gi_yieldfrom)
def sends():
    yield from It()
k = sends(); next(k)
try: k.send(5)
except AttributeError as e: print(e)
k2 = sends(); next(k2)
try: k2.throw(KeyError("x"))
except KeyError as e: print(repr(e))
print((lambda: (yield))().__next__(), [*(lambda: (yield from "xy"))()])
