# slow
# A small HTTP server on asyncio's streams: many clients at a time, bad requests, clients that leave, an end that loses none.
import asyncio


async def serve(reader, writer):
    try:
        while line := await reader.readline():
            parts = line.split()
            headers = {}
            while (line := await reader.readline()) not in (b"\r\n", b""):
                name, colon, value = line.partition(b":")
                headers[name.lower()] = value.strip()
                if not colon:
                    parts = []
            if len(parts) != 3:
                writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                break
            body = await reader.readexactly(int(headers.get(b"content-length", 0)))
            if parts[1] == b"/slow":
                waiting.append(1)
                await asyncio.sleep(0.02)
            if parts[1] == b"/chunks":
                writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                for i in range(3):
                    writer.write(b"6\r\npart %d\r\n" % i)
                    await writer.drain()
                writer.write(b"0\r\n\r\n")
            else:
                text = b"%s %s %d" % (parts[0], parts[1], len(body))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def ask(port, *requests):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for request in requests:
        writer.write(request)
        status = await reader.readline()
        fields = {}
        while (line := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b": ")
            fields[name] = value.strip()
        body = b""
        if b"Transfer-Encoding" in fields:
            while size := int(await reader.readline(), 16):
                body += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        else:
            body = await reader.readexactly(int(fields[b"Content-Length"]))
        answers.append((status, body))
    writer.close()
    return answers


def get(path):
    return f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=50)
    port = server.sockets[0].getsockname()[1]
    print(await ask(port, get("/one"), get("/chunks"), b"POST / HTTP/1.1\r\nContent-Length: 200000\r\n\r\n" + b"x" * 200000, get("/two")))
    for bad in (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n"):
        print(await ask(port, bad))
    for part in (b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(part)
        writer.close()
    print(set(map(tuple, await asyncio.gather(*(ask(port, get("/chunks"), get("/a")) for _ in range(20))))))
    asking = [asyncio.ensure_future(ask(port, get("/slow"))) for _ in range(10)]
    while len(waiting) < 10:
        await asyncio.sleep(0.001)
    server.close()
    print(len([answer for answer in await asyncio.gather(*asking) if answer == [(b"HTTP/1.1 200 OK\r\n", b"GET /slow 0")]]))
    try:
        await ask(port, get("/late"))
    except ConnectionRefusedError:
        print("refused")
    await server.wait_closed()


waiting = []
asyncio.run(main())
