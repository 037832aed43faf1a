import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data.upper())

    def eof_received(self):
        self.transport.write(b"bye")
        return False


class Client(asyncio.Protocol):
    def __init__(self, lines, ended):
        self.lines, self.ended, self.received = lines, ended, bytearray()

    def connection_made(self, transport):
        transport.writelines(self.lines)
        transport.write_eof()

    def data_received(self, data):
        self.received += data

    def connection_lost(self, error):
        self.ended.set_result((bytes(self.received), error))


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, received):
        self.received = received

    def datagram_received(self, data, address):
        self.received.set_result(data)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async def talk(name):
        ended = loop.create_future()
        lines = [f"{name} {n}\n".encode() for n in range(3)]
        await loop.create_connection(lambda: Client(lines, ended), "127.0.0.1", port)
        return await ended

    for received in await asyncio.gather(*(talk(name) for name in ("one", "two"))):
        print(received)
    server.close()
    await server.wait_closed()
    print(server.is_serving())

    received = loop.create_future()
    receiver, _ = await loop.create_datagram_endpoint(lambda: Datagrams(received), local_addr=("127.0.0.1", 0))
    sender, _ = await loop.create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=receiver.get_extra_info("sockname")
    )
    sender.sendto(b"datagram")
    print(await received)
    sender.close()
    receiver.close()


asyncio.run(main())
