import socket
import ssl

from _client import PORT, in_parallel, tally

context = ssl.create_default_context(cafile="cert.pem")


def talk(*lines, lift=False):
    with socket.create_connection(("127.0.0.2" if lift else "127.0.0.1", PORT), 60) as plain:
        if lift:
            plain.sendall(b"tls\n")
            assert plain.recv(100) == b"go\n"
        with context.wrap_socket(plain, server_hostname="localhost") as secure, secure.makefile("rb") as file:
            answers = []
            for line in lines:
                secure.sendall(line + b"\n")
                answers.append(file.readline())
            return tuple(answers)


print(talk(b"hello", b"version", b"cipher", b"x"))
large = b"0123456789" * 100000
print(talk(large)[0] == large + b"\n")
print("after a greeting:", talk(b"hello", b"version", lift=True))
for data in (b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01", b""):
    with socket.create_connection(("127.0.0.1", PORT), 60) as broken:
        broken.sendall(data)
with socket.create_connection(("127.0.0.1", PORT), 60) as plain:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        old.wrap_socket(plain, server_hostname="localhost")
    except ssl.SSLCertVerificationError as error:
        print("not trusted:", error.verify_message)
old = ssl.create_default_context(cafile="cert.pem")
old.maximum_version = ssl.TLSVersion.TLSv1_2
context, newest = old, context
print(talk(b"version"))
context = newest
tally("50 clients", in_parallel(50, lambda i: talk(b"client %d" % (i % 3), large[:5000])[0]))
