# Locks, events, conditions, semaphores, barriers and queues of asyncio.
import asyncio


async def main():
    log = []
    lock = asyncio.Lock()

    async def locked(name):
        async with lock:
            log.append(("in", name))
            await asyncio.sleep(0)
            log.append(("out", name))

    await asyncio.gather(locked(1), locked(2), locked(3))
    print(log, lock.locked())
    event = asyncio.Event()

    async def waiter(i):
        await event.wait()
        return i

    tasks = [asyncio.create_task(waiter(i)) for i in range(3)]
    await asyncio.sleep(0)
    event.set()
    print(await asyncio.gather(*tasks), event.is_set())
    semaphore = asyncio.Semaphore(2)
    running = most = 0

    async def limited():
        nonlocal running, most
        async with semaphore:
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1

    await asyncio.gather(*(limited() for _ in range(6)))
    print(most)
    condition = asyncio.Condition()
    items = []

    async def consume():
        async with condition:
            await condition.wait_for(lambda: items)
            return items.pop()

    consumer = asyncio.create_task(consume())
    await asyncio.sleep(0)
    async with condition:
        items.append("item")
        condition.notify()
    print(await consumer)
    queue = asyncio.Queue(maxsize=2)

    async def produce():
        for i in range(5):
            await queue.put(i)
        queue.shutdown()

    async def take():
        out = []
        try:
            while True:
                out.append(await queue.get())
                queue.task_done()
        except asyncio.QueueShutDown:
            return out

    print((await asyncio.gather(produce(), take()))[1])
    priority = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        priority.put_nowait(x)
    print([priority.get_nowait() for _ in range(3)], priority.empty())
    try:
        priority.get_nowait()
    except asyncio.QueueEmpty as error:
        print(repr(error))
    barrier = asyncio.Barrier(3)
    print(sorted(await asyncio.gather(*(barrier.wait() for _ in range(3)))))


asyncio.run(main())
