# What runs outside of the loop: executors, threads that call back, callbacks, asynchronous generators at the end.
import asyncio
import contextvars
import threading

variable = contextvars.ContextVar("variable", default="unset")


def blocking(x):
    return x * 2, variable.get(), threading.current_thread() is threading.main_thread()


async def endless():
    try:
        while True:
            yield 1
    finally:
        print("generator closed by the loop")


async def main():
    loop = asyncio.get_running_loop()
    variable.set("set")
    print(await loop.run_in_executor(None, blocking, 21))
    print(await asyncio.to_thread(blocking, 4))
    order = []
    loop.call_soon(order.append, "soon")
    loop.call_later(0.001, order.append, "later")
    threading.Thread(target=lambda: loop.call_soon_threadsafe(order.append, "thread")).start()
    await asyncio.sleep(0.05)
    print(sorted(order))
    future = asyncio.run_coroutine_threadsafe
    result = []
    thread = threading.Thread(target=lambda: result.append(future(asyncio.sleep(0, "from thread"), loop).result()))
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.001)
    print(result)
    async for x in endless():
        break
    loop.set_exception_handler(lambda loop, context: print("handler:", repr(context["exception"])))
    loop.call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)
    print(loop.is_running(), loop.is_closed())


asyncio.run(main())
