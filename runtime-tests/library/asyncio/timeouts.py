# Timeouts, shields and cancellation of asyncio.
import asyncio


async def slow():
    try:
        await asyncio.sleep(60)
    finally:
        print("slow ends")


async def main():
    try:
        async with asyncio.timeout(0.01) as scope:
            await slow()
    except TimeoutError as error:
        print(repr(error), scope.expired())
    try:
        await asyncio.wait_for(slow(), 0.01)
    except TimeoutError as error:
        print(repr(error))
    print(await asyncio.wait_for(asyncio.sleep(0, "in time"), 5))
    async with asyncio.timeout(None) as scope:
        scope.reschedule(asyncio.get_running_loop().time() + 60)
        print(scope.expired(), scope.when() is not None)
    inner = asyncio.create_task(asyncio.sleep(0.01, "shielded"))
    outer = asyncio.shield(inner)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print("outer cancelled")
    print(await inner)


asyncio.run(main())
