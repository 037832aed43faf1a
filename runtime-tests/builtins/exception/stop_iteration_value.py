# StopIteration.value and SystemExit.code follow the first argument.
for cls, name in ((StopIteration, "value"), (SystemExit, "code")):
    for args in ((), (1,), (1, 2), ((1, 2),), (None,)):
        e = cls(*args); print(cls.__name__, args, getattr(e, name), e.args, str(e), repr(e))
    setattr(e, name, 9); print(getattr(e, name), e.args); delattr(e, name); print(getattr(e, name))
print(StopAsyncIteration(1).args, hasattr(StopAsyncIteration(1), "value"), GeneratorExit.__bases__[0].__name__)
def g():
    return (1, 2)
    yield
try: next(g())
except StopIteration as e: print(e.value, e.args)
