import socket

from _client import PORT, in_parallel, tally


def talk(*lines):
    with socket.create_connection(("127.0.0.1", PORT), 60) as connection, connection.makefile("rb") as file:
        answers = []
        try:
            for line in lines:
                connection.sendall(line + b"\n")
                answers.append(file.readline())
        except ConnectionError as error:
            answers.append(type(error).__name__)
        return tuple(answers)


def leave():
    connection = socket.create_connection(("127.0.0.1", PORT), 60)
    connection.sendall(b"half a line")
    connection.close()


print(talk(b"hello", b"world", b"quit"))
print(talk(b"raise"))
leave()
print(talk(b"x" * 1000000, b"quit")[0] == b"X" * 1000000 + b"\n")
tally("50 clients", in_parallel(50, lambda i: talk(b"client %d" % (i % 3), b"again", b"quit")))
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
    datagrams.settimeout(60)
    for word in (b"abc", b"", b"y" * 5000):
        datagrams.sendto(word, ("127.0.0.1", PORT))
        print(len(word), datagrams.recv(9000)[:10])
