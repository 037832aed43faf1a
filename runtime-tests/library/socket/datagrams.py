# Datagrams over loopback, addresses of both Internet families, and messages of several buffers.
import socket

a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(("127.0.0.1", 0))
b.bind(("", 0))
target = ("127.0.0.1", b.getsockname()[1])
print(a.sendto(b"first", target), a.sendto(b"second", 0, target))
data, source = b.recvfrom(100)
print(data, source == a.getsockname())
buffer = bytearray(4)
count, source = b.recvfrom_into(buffer)
print(count, buffer, source == a.getsockname())
a.connect(target)
print(a.send(b"third"), b.recv(2))
print(a.sendmsg([b"one ", bytearray(b"two "), memoryview(b"three")]))
print(b.recvmsg(100)[0])
b.settimeout(0.01)
try:
    b.recv(1)
except TimeoutError as error:
    print(error)
a.close()
b.close()

left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
left.send(b"")
print(right.recv(10))
left.send(b"long message")
data, ancillary, flags, address = right.recvmsg(4)
print(data, ancillary, flags == socket.MSG_TRUNC, address)
left.close()
right.close()

left, right = socket.socketpair()
with open(__file__, "rb") as source:
    print(socket.send_fds(left, [b"a file"], [source.fileno()]))
data, fds, flags, address = socket.recv_fds(right, 100, 3)
with open(fds[0], "rb") as copy:
    print(data, len(fds), copy.readline())
left.close()
right.close()
