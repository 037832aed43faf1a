import asyncio


class Counter:
    def __init__(self, n):
        self.n, self.i = n, 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(0)
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i


class BadAiter:
    def __aiter__(self):
        return 3


class BadAnext:
    def __aiter__(self):
        return self

    def __anext__(self):
        return 3


async def main():
    async for x in Counter(2):
        print(x)
    else:
        print("else")
    async for x in Counter(3):
        if x == 2:
            break
    else:
        print("never")
    print(x)
    async for a[0] in Counter(1):
        print(a)
    for bad in BadAiter(), BadAnext():
        try:
            async for _ in bad:
                pass
        except TypeError as error:
            print(error, repr(error.__cause__))
    log = []
    async for i in Counter(2):
        async for j in Counter(2):
            if j == 2:
                continue
            log.append((i, j))
    print(log)


a = [0]
asyncio.run(main())
