import asyncio


async def worker(log):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        log.append(("cancelled", error.args))
        raise
    finally:
        log.append("finally")


async def main():
    log = []
    task = asyncio.create_task(worker(log))
    await asyncio.sleep(0)
    task.cancel("reason")
    try:
        await task
    except asyncio.CancelledError as error:
        log.append(("outside", error.args))
    print(log, task.cancelled())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ValueError(1)))
            group.create_task(fail(TypeError(2)))
            group.create_task(asyncio.sleep(10))
    except* ValueError as values:
        print(values.exceptions)
    except* TypeError as types:
        print(types.exceptions)
    try:
        async with asyncio.timeout(0):
            await asyncio.sleep(1)
    except TimeoutError as error:
        print(repr(error))
    print(await asyncio.gather(fail(KeyError(3)), value(4), return_exceptions=True))


async def fail(error):
    raise error


async def value(x):
    return x


asyncio.run(main())
