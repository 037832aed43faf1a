import asyncio
import contextvars

loop = asyncio.new_event_loop()


def attempt(function, *args, **keywords):
    try:
        print("->", function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, error)


def spin():
    loop.call_soon(loop.stop)
    loop.run_forever()


future = loop.create_future()
print(type(future).__module__, future._state, future.done(), future.cancelled(), future.get_loop() is loop)
attempt(future.result)
attempt(future.exception)
print(future._callbacks, future._result, future._exception, future._log_traceback, future._asyncio_future_blocking)

variable = contextvars.ContextVar("variable", default="none")


def called(name):
    def callback(done):
        print(name, done is future, done._state, variable.get())

    return callback


first, second, third = called("first"), called("second"), called("third")
variable.set("outer")
future.add_done_callback(first)
context = contextvars.copy_context()
context.run(variable.set, "inner")
future.add_done_callback(second, context=context)
future.add_done_callback(first)
future.add_done_callback(third)
variable.set("later")
print(len(future._callbacks), future.remove_done_callback(first), len(future._callbacks), future.remove_done_callback(print))
future.set_result([1])
print(future.result(), future.exception(), future._callbacks, future)
spin()
attempt(future.set_result, 2)
attempt(future.set_exception, ValueError)
print(future.cancel())
future.add_done_callback(third)
spin()

future = loop.create_future()
future.add_done_callback(called("cancelled"))
print(future.cancel(msg="enough"), future.cancel(), future._cancel_message)
attempt(future.result)
attempt(future.exception)
error = future._make_cancelled_error()
print(type(error) is asyncio.CancelledError, error.args)
spin()

for given in (ValueError("wrong"), KeyError, StopIteration(3), int, "text"):
    future = loop.create_future()
    attempt(future.set_exception, given)
    if future.done():
        error = future.exception()
        print(repr(error), repr(error.__cause__), repr(error.__context__), future._log_traceback)
        attempt(future.result)

future = loop.create_future()
iterator = iter(future)
print(next(iterator) is future, future._asyncio_future_blocking)
attempt(next, iterator)
attempt(iterator.throw, KeyError(1))
attempt(next, iterator)
iterator = future.__await__()
future.set_result(5)
attempt(next, iterator)
attempt(iterator.send, None)
iterator.close()

attempt(asyncio.Future, 1)
attempt(asyncio.Future)
attempt(setattr, future, "_log_traceback", True)
attempt(delattr, future, "_cancel_message")
attempt(setattr, future, "_state", 1)
blank = asyncio.Future.__new__(asyncio.Future)
attempt(blank.result)
attempt(blank.set_result, 1)
attempt(repr, blank)
print(blank.done(), blank._loop)


class Special(asyncio.Future):
    def __init__(self, tag):
        super().__init__(loop=loop)
        self.tag = tag

    def set_result(self, result):
        super().set_result((self.tag, result))


special = Special("tagged")
special.set_result(1)
print(special.result(), asyncio.isfuture(special), asyncio.Future[int])
loop.close()
