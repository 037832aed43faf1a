# Sockets of the local machine: names in the file system, abstract names, unnamed ones, too long ones.
import os
import socket
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "socket")
    server = socket.socket(socket.AF_UNIX)
    print(repr(server.getsockname()))
    server.bind(path)
    server.listen()
    print(server.getsockname() == path)
    client = socket.socket(socket.AF_UNIX)
    client.connect(path.encode())
    peer, address = server.accept()
    print(repr(address), client.getpeername() == path)
    client.send(b"by name")
    print(peer.recv(100))
    for s in (client, peer, server):
        s.close()
    try:
        socket.socket(socket.AF_UNIX).connect(path)
    except ConnectionRefusedError as error:
        print(error)
    os.unlink(path)
    again = socket.socket(socket.AF_UNIX)
    for name in (path, "x" * 200, b"y" * 200):
        try:
            again.connect(name)
        except OSError as error:
            print(type(error).__name__, error)
    again.close()

name = b"\0pyrs-test-%d" % os.getpid()
server = socket.socket(socket.AF_UNIX)
server.bind(name)
server.listen(1)
print(server.getsockname() == name)
client = socket.socket(socket.AF_UNIX)
client.connect(name)
print(client.getpeername() == name)
client.close()
server.close()
