import asyncio
import contextvars

variable = contextvars.ContextVar("variable", default=0)


async def quick(value):
    variable.set(value)
    return value, asyncio.current_task().get_name()


async def slow(value):
    before = asyncio.current_task()
    await asyncio.sleep(0)
    return value, asyncio.current_task() is before


async def fails():
    raise KeyError("eager")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    task = loop.create_task(quick(1), name="first")
    print(task.done(), task.result(), task.get_coro(), variable.get(), task._coro)
    task = loop.create_task(slow(2))
    print(task.done(), task in asyncio.all_tasks(), task.get_coro() is not None)
    print(await task)
    failed = loop.create_task(fails())
    print(failed.done(), repr(failed.exception()))
    print(await asyncio.gather(quick(3), slow(4), slow(5)) == [(3, "Task-5"), (4, True), (5, True)])
    cancelled = loop.create_task(slow(6))
    cancelled.cancel()
    try:
        await cancelled
    except asyncio.CancelledError:
        print("cancelled")
    lazily = asyncio.Task(quick(7), loop=loop)
    print(lazily.done(), asyncio.Task(quick(8), loop=loop, eager_start=True).done())
    print((await lazily)[0], asyncio.current_task().get_coro().__name__)


asyncio.run(main())
