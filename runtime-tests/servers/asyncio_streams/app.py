# HTTP by hand on streams: connections that are kept, chunks both ways, requests that are bad or break off, a graceful end.
import asyncio
import hashlib
import json
import os
import signal

REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 413: "Content Too Large"}
LIMIT = 64 << 20


class Bad(Exception):
    pass


class Server:
    def __init__(self):
        self.waiting = 0
        self.tasks = set()
        self.ending = asyncio.Event()

    async def connected(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        try:
            while not self.ending.is_set() and await self.one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()
            try:
                await writer.wait_closed()
            except ConnectionError:
                pass

    async def one(self, reader, writer):
        first = asyncio.ensure_future(reader.readline())
        end = asyncio.ensure_future(self.ending.wait())
        await asyncio.wait([first, end], return_when=asyncio.FIRST_COMPLETED)
        end.cancel()
        if not first.done():
            first.cancel()
            return False
        try:
            line = first.result()
            if not line:
                return False
            method, path, headers = await self.head(line, reader)
            body = await self.body(reader, headers)
        except (Bad, ValueError) as error:
            await self.answer(writer, 400, f"{error}\n".encode(), True)
            return False
        keep = headers.get("connection", "keep-alive") != "close"
        await self.handle(writer, method, path, headers, body, not keep)
        return keep

    async def head(self, line, reader):
        parts = line.decode("latin-1").split()
        if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
            raise Bad("bad request line")
        headers = {}
        while (line := await reader.readline()) not in (b"\r\n", b"\n"):
            if not line:
                raise asyncio.IncompleteReadError(b"", None)
            name, colon, value = line.decode("latin-1").partition(":")
            if not colon:
                raise Bad("bad header")
            headers[name.strip().lower()] = value.strip()
        return parts[0], parts[1], headers

    async def body(self, reader, headers):
        digest, size = hashlib.sha256(), 0
        if headers.get("transfer-encoding") == "chunked":
            while length := int(await reader.readline(), 16):
                digest.update(await reader.readexactly(length))
                size += length
                await reader.readexactly(2)
            await reader.readline()
        else:
            left = int(headers.get("content-length", 0))
            if not 0 <= left <= LIMIT:
                raise Bad("bad length")
            while left:
                block = await reader.read(min(left, 1 << 16))
                if not block:
                    raise asyncio.IncompleteReadError(b"", left)
                digest.update(block)
                size += len(block)
                left -= len(block)
        return size, digest.hexdigest()

    async def handle(self, writer, method, path, headers, body, last):
        if path == "/chunks":
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            async for part in self.parts():
                writer.write(b"%x\r\n%s\r\n" % (len(part), part))
                await writer.drain()
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        elif path == "/slow":
            self.waiting += 1
            await asyncio.sleep(0.5)
            await self.answer(writer, 200, b"slow but whole", last)
        elif path == "/waiting":
            await self.answer(writer, 200, b"%d" % self.waiting, last)
        elif path == "/large":
            await self.answer(writer, 200, b"0123456789abcdef" * (1 << 18), last)
        elif path == "/missing":
            await self.answer(writer, 404, b"not there\n", last)
        else:
            text = json.dumps({"method": method, "path": path, "headers": headers, "body": body}, indent=1) + "\n"
            await self.answer(writer, 200, text.encode(), last)

    async def parts(self):
        for i in range(5):
            await asyncio.sleep(0)
            yield f"part {i}\n".encode() * (i + 1)

    async def answer(self, writer, status, body, last):
        head = f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Length: {len(body)}\r\n"
        if last:
            head += "Connection: close\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        await writer.drain()


async def main():
    served = Server()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, served.ending.set)
    server = await asyncio.start_server(served.connected, "127.0.0.1", int(os.environ["PORT"]), backlog=100)
    await served.ending.wait()
    server.close()
    if served.tasks:
        await asyncio.wait(served.tasks)


asyncio.run(main())
