import sys
import traceback


def generator():
    yield 1


async def coroutine():
    pass


made = generator()
print(made.gi_frame.f_lineno, made.gi_frame.f_generator is made)
waiting = coroutine()
print(waiting.cr_frame.f_lineno)
waiting.close()
try:
    made.throw(ValueError("early"))
except ValueError:
    traceback.print_exc(file=sys.stdout)


def frames():
    yield sys._getframe().f_generator is running


running = frames()
print(next(running), sys._getframe().f_generator)
