# Addresses as text and as bytes, byte orders, and looking up what needs no network.
import socket


def show(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


print(socket.inet_aton("127.0.0.1"), socket.inet_aton("10.1"), socket.inet_ntoa(b"\xc0\xa8\x00\x01"))
print(socket.inet_pton(socket.AF_INET, "1.2.3.4"), socket.inet_pton(socket.AF_INET6, "::1"))
print(socket.inet_ntop(socket.AF_INET, b"\1\2\3\4"), socket.inet_ntop(socket.AF_INET6, bytes(14) + b"\1\2"))
print(socket.inet_ntop(socket.AF_INET6, bytes.fromhex("20010db8000000000000ff0000428329")))
show(lambda: socket.inet_aton("not an address"))
show(lambda: socket.inet_pton(socket.AF_INET, "1.2.3"))
show(lambda: socket.inet_pton(99, "1.2.3.4"))
show(lambda: socket.inet_ntoa(b"123"))
show(lambda: socket.inet_ntop(socket.AF_INET6, b"123"))
show(lambda: socket.inet_ntop(99, b"1234"))
print(socket.htons(0x1234) == socket.ntohs(0x1234), socket.ntohl(socket.htonl(0xdeadbeef)) == 0xdeadbeef)
for action in (lambda: socket.htons(70000), lambda: socket.htons(-1), lambda: socket.htonl(1 << 32), lambda: socket.htons("x")):
    show(action)
for info in socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM):
    print(info)
print(socket.getaddrinfo("::1", "80", socket.AF_INET6, socket.SOCK_DGRAM))
print(socket.getaddrinfo(None, 0, socket.AF_INET, socket.SOCK_STREAM, 0, socket.AI_PASSIVE)[0][4])
show(lambda: socket.getaddrinfo("127.0.0.1", "80", flags=socket.AI_NUMERICHOST)[0][4])
try:
    socket.getaddrinfo("not numeric", 80, flags=socket.AI_NUMERICHOST)
except socket.gaierror as error:
    print(type(error).__module__, error.args[0] == socket.EAI_NONAME, isinstance(error, OSError))
show(lambda: socket.getaddrinfo(5, 80))
show(lambda: socket.getaddrinfo("127.0.0.1", 1.5))
print(socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
print(socket.gethostbyname("127.0.0.1"), socket.gethostbyname(""), socket.gethostbyname("<broadcast>"))
print(isinstance(socket.gethostname(), str))
print(any(name == "lo" for index, name in socket.if_nameindex()), socket.if_indextoname(socket.if_nametoindex("lo")))
print(socket.timeout is TimeoutError, socket.error is OSError, socket.herror.__mro__[1].__name__, socket.has_ipv6)
print(socket.CMSG_LEN(4), socket.CMSG_SPACE(4))
