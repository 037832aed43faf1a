# A StreamReader gives what was fed to it: by size, by line, up to a separator, exactly, all.
import asyncio


async def main():
    reader = asyncio.StreamReader()
    reader.feed_data(b"hello world\nsecond line\nkey=value;rest of it")
    for i in range(3):
        print(await reader.read(2))
    print(await reader.readline())
    print(await reader.readexactly(6))
    print(await reader.readline())
    print(await reader.readuntil(b";"))
    print(await reader.read(4), await reader.read(100))
    reader.feed_data(b"tail")
    reader.feed_eof()
    print(reader.at_eof(), await reader.read(2), await reader.read(), reader.at_eof())
    try:
        await reader.readexactly(1)
    except asyncio.IncompleteReadError as error:
        print(error.partial, error.expected)


async def many():
    reader = asyncio.StreamReader()
    total = 0
    for i in range(60):
        reader.feed_data(b"x" * 50)
        total += len(await reader.read(30)) + len(await reader.readexactly(20))
    print(total)


asyncio.run(main())
asyncio.run(many())
