# asyncio.run, tasks, gather, TaskGroup, results, exceptions and cancellation.
import asyncio


async def work(name, delay, result):
    await asyncio.sleep(delay)
    if isinstance(result, Exception):
        raise result
    return name, result


async def cancelled():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("cancelled inside")
        raise


async def main():
    print(await asyncio.gather(work("a", 0.02, 1), work("b", 0.01, 2), work("c", 0, 3)))
    print(await asyncio.gather(work("a", 0, 1), work("b", 0, KeyError("b")), return_exceptions=True))
    task = asyncio.create_task(cancelled(), name="to cancel")
    await asyncio.sleep(0)
    print(task.get_name(), task.done(), task.cancel(), task.cancelling())
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", task.cancelled())
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work(i, 0, i * i)) for i in range(4)]
    print([t.result() for t in tasks])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work("x", 0, ValueError("first")))
            group.create_task(cancelled())
    except* ValueError as errors:
        print(repr(errors.exceptions))
    done, pending = await asyncio.wait([asyncio.create_task(work(i, i * 0.01, i)) for i in range(3)])
    print(sorted(t.result() for t in done), pending)
    order = []
    for next_done in asyncio.as_completed([work("slow", 0.02, 0), work("fast", 0, 0)]):
        order.append((await next_done)[0])
    print(order)
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.005, future.set_result, "later")
    print(await future, future)
    return "result"


print(asyncio.run(main()))
try:
    asyncio.run(work("fails", 0, ZeroDivisionError("out of run")))
except ZeroDivisionError as error:
    print(error)
