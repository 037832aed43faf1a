# slow
# An echo over TLS on asyncio's streams: several clients, a lifted connection, clients that speak no TLS or trust nobody.
import asyncio
import ssl

from _certificates import AUTHORITY, KEY, SERVER, path

server_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
server_context.load_cert_chain(path(SERVER, "server.pem"), path(KEY, "key.pem"))
context = ssl.create_default_context(cadata=AUTHORITY)


async def echo(reader, writer):
    try:
        while line := await reader.readline():
            if line == b"tls\n":
                writer.write(b"go\n")
                await writer.drain()
                await writer.start_tls(server_context)
                continue
            writer.write(line.upper())
            await writer.drain()
    except (ConnectionError, ssl.SSLError):
        pass
    finally:
        writer.close()


async def talk(port, *lines, **options):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, **options)
    if not options:
        writer.write(b"tls\n")
        print(await reader.readline())
        await writer.start_tls(context, server_hostname=NAME)
    answers = []
    for line in lines:
        writer.write(line + b"\n")
        answers.append(await reader.readline())
    version = writer.get_extra_info("ssl_object").version()
    writer.close()
    await writer.wait_closed()
    return answers, version


async def main():
    secure = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=server_context)
    plain = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = secure.sockets[0].getsockname()[1]
    print(await talk(port, b"hello", b"world", ssl=context, server_hostname=NAME))
    large = await talk(port, b"x" * 50000, ssl=context, server_hostname=NAME)
    print(len(large[0][0]))
    print(await talk(plain.sockets[0].getsockname()[1], b"lifted"))
    print(len(await asyncio.gather(*(talk(port, b"a", ssl=context, server_hostname=NAME) for _ in range(5)))))
    try:
        await talk(port, b"a", ssl=ssl.create_default_context(), server_hostname=NAME)
    except ssl.SSLCertVerificationError as error:
        print(error.reason)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    await reader.read()
    writer.close()
    print((await talk(port, b"still there", ssl=context, server_hostname=NAME))[0])
    secure.close()
    plain.close()


NAME = "server.test"
asyncio.run(main())
