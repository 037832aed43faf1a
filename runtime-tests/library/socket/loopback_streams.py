# Streams over the loopback interface with the module socket: names, options, files, several clients.
import socket

server = socket.create_server(("127.0.0.1", 0))
host, port = server.getsockname()
print(host, port > 0, server.family.name, server.type.name)
client = socket.create_connection((host, port), timeout=5)
peer, address = server.accept()
print(address == client.getsockname(), client.getpeername() == (host, port), client.gettimeout())
client.sendall(b"line one\nline two\nrest")
client.shutdown(socket.SHUT_WR)
with peer.makefile("rb") as stream:
    print(list(stream))
peer.sendall(b"x" * 100000)
peer.close()
total = 0
while data := client.recv(65536):
    total += len(data)
print(total)
client.close()
print(client)

client = socket.socket()
print(client.connect_ex((host, port)))
peer, _ = server.accept()
text = client.makefile("rw", encoding="utf-8")
text.write("grüße\n")
text.flush()
print(peer.recv(100))
peer.sendall(b"back\n")
print(text.readline())
text.close()
client.close()
peer.close()
server.close()

probe = socket.socket()
probe.bind(("127.0.0.1", 0))
free = probe.getsockname()
probe.close()
refused = socket.socket()
try:
    refused.connect(free)
except ConnectionRefusedError as error:
    print("refused", error.errno == __import__("errno").ECONNREFUSED)
refused.close()

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, b"\1\0\0\0")
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    print(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE, 4))
    for wrong in (5, ("localhost",), ("localhost", "x"), ("127.0.0.1", 70000), ("127.0.0.1", -1)):
        try:
            s.connect(wrong)
        except (TypeError, OverflowError) as error:
            print(type(error).__name__, error)
    try:
        s.getpeername()
    except OSError as error:
        print(error)
print(s.fileno(), "[closed]" in repr(s))
