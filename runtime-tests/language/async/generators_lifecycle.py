import asyncio


async def numbers(log):
    try:
        for i in range(5):
            got = yield i
            if got:
                log.append(("got", got))
    except GeneratorExit:
        log.append("exit")
        raise
    finally:
        await asyncio.sleep(0)
        log.append("closed")


async def main():
    log = []
    g = numbers(log)
    print(await anext(g), await g.asend("hello"), await g.asend(None))
    await g.aclose()
    print(log, await anext(g, "default"))
    g = numbers(log)
    await anext(g)
    try:
        await g.athrow(ValueError("thrown"))
    except ValueError as error:
        print(repr(error))
    print([x async for x in numbers([])], g.ag_running, g.ag_frame)
    try:
        await numbers([]).asend(1)
    except TypeError as error:
        print(error)
    g = numbers([])
    first = anext(g)
    await first
    try:
        await first
    except RuntimeError as error:
        print(error)


asyncio.run(main())
