# A server and clients of asyncio streams over loopback and over a local socket.
import asyncio
import os
import tempfile


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def talk(reader, writer, lines):
    out = []
    for line in lines:
        writer.write(line + b"\n")
        await writer.drain()
        out.append(await reader.readuntil(b"\n"))
    writer.write_eof()
    out.append(await reader.read())
    writer.close()
    await writer.wait_closed()
    return out


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        async def client(i):
            return await talk(*await asyncio.open_connection(host, port), [b"client %d" % i, b"x" * 5])

        for out in await asyncio.gather(*(client(i) for i in range(3))):
            print(out)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s")
        async with await asyncio.start_unix_server(serve, path):
            print(await talk(*await asyncio.open_unix_connection(path), [b"local"]))
    try:
        await asyncio.open_connection(host, port)
    except ConnectionRefusedError:
        print("refused")


asyncio.run(main())
