import sys, traceback
def g():
    yield 1
x=g()
try: x.throw(ValueError(1))
except ValueError: traceback.print_exc(file=sys.stdout)
x=g(); next(x)
try: x.throw(ValueError(1))
except ValueError: traceback.print_exc(file=sys.stdout)
# contexts
def inner():
    try: yield 1
    finally: print('inner', repr(sys.exception()))
def outer():
    try: 1/0
    except ZeroDivisionError:
        yield from inner()
for how in (0,1):
    o=outer(); next(o)
    try:
        if how:
            try: {}[3]
            except KeyError: o.throw(ValueError(3))
        else: o.throw(ValueError(3))
    except ValueError as e: print(repr(e), repr(e.__context__), repr(e.__context__ and e.__context__.__context__))
def h():
    try: 1/0
    except ZeroDivisionError:
        try: yield
        except ValueError as e: print(repr(e.__context__)); yield; raise KeyError(4)
o=h(); next(o)
try: {}[5]
except KeyError:
    o.throw(ValueError(5))
    print(repr(sys.exception()))
    try: next(o)
    except KeyError as e: print(repr(e.__context__), repr(e.__context__.__context__))
def k():
    print(repr(sys.exception())); yield; print(repr(sys.exception())); 
    try: raise OSError
    except OSError as e: print(repr(e.__context__)); yield 2; print(repr(sys.exception()))
    print(repr(sys.exception())); yield 3
o=k()
try: {}[6]
except KeyError: next(o); print(repr(sys.exception()))
next(o)
try: {}[7]
except KeyError: next(o); print(repr(sys.exception()))
