# States of a generator, and what close, throw and send do in each.
def g():
    try:
        x = yield 1
        print("got", x)
        yield 2
    except GeneratorExit:
        print("exit")
        raise
    finally:
        print("finally")
    return "done"
a = g()
print(next(a), a.send("s"))
try: next(a)
except StopIteration as e: print("value", e.value)
print(list(a), next(a, "default"))
b = g()
try: b.send(5)
except TypeError as e: print(e)
next(b); print(b.close(), b.close())
c = g(); print(c.close(), list(c))
d = g(); next(d)
try: d.throw(KeyError("k"))
except KeyError as e: print(repr(e))
def stubborn():
    for _ in range(2):
        try: yield 1
        except GeneratorExit: pass
s = stubborn(); next(s)
try: s.close()
except RuntimeError as e: print(e)
def selfish():
    me.send(None)
    yield
me = selfish()
try: next(me)
except ValueError as e: print(e)
def stops():
    yield 1
    raise StopIteration("x")
try: list(stops())
except RuntimeError as e: print(e, repr(e.__cause__))
def returns_on_close():
    try: yield
    except GeneratorExit: return "closed value"
r = returns_on_close(); next(r); print(r.close())
