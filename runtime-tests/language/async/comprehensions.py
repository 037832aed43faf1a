import asyncio


async def count(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


async def double(x):
    return x * 2


async def main():
    print([x async for x in count(3)])
    print({x async for x in count(3) if x % 2 == 0})
    print({x: await double(x) async for x in count(3)})
    print([await double(x) for x in range(3)])
    print([x + y async for x in count(2) async for y in count(2)])
    print([[y async for y in count(x)] for x in range(3)])
    print([[y async for y in count(x)] async for x in count(3)])
    generator = (await double(x) async for x in count(3))
    print(type(generator).__name__, [x async for x in generator])
    print([x for x in [await double(y) for y in range(2)]])
    print(await anext(x async for x in count(2)))
    generator = (x for x in [await double(1)])
    print(type(generator).__name__, list(generator))
    try:
        for x in count(1):
            pass
    except TypeError as error:
        print(error)
    try:
        async for x in [1]:
            pass
    except TypeError as error:
        print(error)
    print([i async for i in count(5) if await double(i) > 4])


asyncio.run(main())
