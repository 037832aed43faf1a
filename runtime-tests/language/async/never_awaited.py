# Coroutines that die without having been awaited warn; awaited, closed and started ones do not.
import gc
import sys
import warnings


async def work():
    pass


async def finished():
    pass


async def other():
    await finished()


def make(function, n):
    for i in range(n):
        function()


with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    make(work, 20)
    work().close()
    gc.collect()
print(len(log) > 10, {(str(w.message), w.category.__name__) for w in log})

with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    for i in range(20):
        finished().close()
        try:
            other().send(None)
        except StopIteration:
            pass
    gc.collect()
print([str(w.message) for w in log if "work" not in str(w.message)])

print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(2)


def caller():
    return work()


c = caller()
print([(line - caller.__code__.co_firstlineno, name) for file, line, name in c.cr_origin[:1]], len(c.cr_origin))
c.close()
sys.set_coroutine_origin_tracking_depth(0)
c = caller()
print(c.cr_origin)
c.close()
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as error:
    print(error)
