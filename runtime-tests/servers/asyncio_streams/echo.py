# Lines echoed over TLS, and a connection that is lifted to TLS after a plain greeting.
import asyncio
import os
import signal
import ssl


async def echo(reader, writer):
    try:
        while line := await reader.readline():
            if line == b"version\n":
                line = writer.get_extra_info("ssl_object").version().encode() + b"\n"
            elif line == b"cipher\n":
                line = str(writer.get_extra_info("cipher")).encode() + b"\n"
            writer.write(line)
            await writer.drain()
    except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, ValueError):
        pass
    finally:
        writer.close()
        try:
            await writer.wait_closed()
        except (ConnectionError, ssl.SSLError):
            pass


async def main():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain("cert.pem", "key.pem")
    ending = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)

    async def plain(reader, writer):
        word = await reader.readline()
        if word == b"tls\n":
            writer.write(b"go\n")
            await writer.drain()
            await writer.start_tls(context)
        await echo(reader, writer)

    port = int(os.environ["PORT"])
    async with await asyncio.start_server(plain, "127.0.0.2", port, limit=1 << 21):
        async with await asyncio.start_server(echo, "127.0.0.1", port, ssl=context, backlog=100, limit=1 << 21):
            await ending.wait()


asyncio.run(main())
