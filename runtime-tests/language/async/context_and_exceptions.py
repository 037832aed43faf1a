import asyncio


async def fails(n):
    await asyncio.sleep(0)
    raise ValueError(n)


async def outer():
    try:
        await fails(1)
    except ValueError as error:
        raise KeyError("outer") from error
    finally:
        await asyncio.sleep(0)
        print("finally")


async def main():
    try:
        await outer()
    except KeyError as error:
        print(repr(error), repr(error.__cause__))
    for x in range(2):
        try:
            await fails(x)
        except ValueError:
            continue
        finally:
            print("round", x)
    try:
        async with asyncio.timeout(10):
            await fails(2)
    except ValueError as error:
        print(error)
    results = await asyncio.gather(*(asyncio.sleep(0, result=i) for i in range(3)))
    print(results, await asyncio.wait_for(asyncio.sleep(0, "quick"), 5))
    lock = asyncio.Lock()
    async with lock:
        print(lock.locked())
    print(lock.locked())


asyncio.run(main())
