async def f(a):
    await a
    async with a as b:
        async for x in b:
            yield x
