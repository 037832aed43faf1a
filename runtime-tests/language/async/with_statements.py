import asyncio


class A:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        print("enter", self.name)
        await asyncio.sleep(0)
        return self.name

    async def __aexit__(self, kind, value, traceback):
        await asyncio.sleep(0)
        print("exit", self.name, repr(value))
        return self.swallow


async def main():
    async with A("a") as a, A("b") as b:
        print(a, b)
    async with (A("c", True) as c, A("d")):
        raise ValueError(c)
    for i in range(2):
        async with A(i):
            if i == 0:
                continue
            break
    async with A("r"):
        return "returned"


print(asyncio.run(main()))
