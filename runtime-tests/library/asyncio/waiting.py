import asyncio
import contextlib


async def worker(name, queue, lock, log):
    while True:
        item = await queue.get()
        if item is None:
            queue.task_done()
            return name
        async with lock:
            log.append((name, item))
            await asyncio.sleep(0)
        queue.task_done()


async def queues():
    queue, lock, log = asyncio.Queue(2), asyncio.Lock(), []
    workers = [asyncio.create_task(worker(name, queue, lock, log)) for name in "ab"]
    for item in range(5):
        await queue.put(item)
    for _ in workers:
        await queue.put(None)
    await queue.join()
    print(await asyncio.gather(*workers), sorted(item for _, item in log), lock.locked())
    queue.shutdown()
    try:
        await queue.get()
    except asyncio.QueueShutDown:
        print("shut down")


async def signals():
    event, condition, semaphore = asyncio.Event(), asyncio.Condition(), asyncio.Semaphore(2)
    barrier, log = asyncio.Barrier(3), []

    async def waiter(number):
        await event.wait()
        async with semaphore:
            log.append(number)
            await asyncio.sleep(0)
        async with condition:
            await condition.wait_for(lambda: len(log) == 3)
        return number, (await barrier.wait()) in range(3)

    tasks = [asyncio.create_task(waiter(number)) for number in range(3)]
    await asyncio.sleep(0)
    event.set()
    while len(log) < 3:
        await asyncio.sleep(0)
    async with condition:
        condition.notify_all()
    print([await task for task in tasks], log)
    done, pending = await asyncio.wait([asyncio.create_task(asyncio.sleep(0, 1))])
    print([task.result() for task in done], pending)
    first = [await future for future in asyncio.as_completed([asyncio.sleep(0, n) for n in "xyz"])]
    print(sorted(first))
    print(await asyncio.shield(asyncio.sleep(0, "shielded")))
    print(await asyncio.to_thread(sum, [1, 2, 3]))


async def generators():
    async def numbers():
        try:
            for number in range(10):
                yield number
                await asyncio.sleep(0)
        finally:
            print("numbers end")

    async with contextlib.aclosing(numbers()) as some:
        async for number in some:
            if number == 2:
                break
    print([number async for number in numbers() if number % 4 == 0])


async def main():
    await queues()
    await signals()
    await generators()


asyncio.run(main())
print("over")
