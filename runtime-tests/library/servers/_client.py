# HTTP on a plain socket: what the programs of this folder ask their servers, and what is shown of the answers.
import re
import socket
import threading


class Connection:
    def __init__(self, address):
        self.socket = socket.create_connection(address, 30)
        self.file = self.socket.makefile("rb")

    def ask(self, method, path, *headers, body=b""):
        head = "\r\n".join([f"{method} {path} HTTP/1.1", "Host: example.test", *headers])
        self.socket.sendall(head.encode() + b"\r\n\r\n" + body)
        return self.answer(method)

    def answer(self, method="GET"):
        lines = []
        while line := self.file.readline().rstrip(b"\r\n"):
            lines.append(line.decode("latin-1"))
        if not lines:
            return None
        fields = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in lines[1:]}
        lines = [re.sub(r"^Date: .*", "Date: -", re.sub(r"(\w*Python|pyrs)/3\.14\.\d+", "Python/3.14", line)) for line in lines]
        body = b""
        if method == "HEAD":
            pass
        elif fields.get("transfer-encoding") == "chunked":
            while size := int(self.file.readline(), 16):
                body += self.file.read(size)
                self.file.readline()
            self.file.readline()
        elif "content-length" in fields:
            body = self.file.read(int(fields["content-length"]))
        else:
            body = self.file.read()
        return lines, body

    def close(self):
        self.file.close()
        self.socket.close()


def once(address, method, path, *headers, body=b""):
    connection = Connection(address)
    answer = connection.ask(method, path, *headers, body=body)
    connection.close()
    return answer


def raw(address, data):
    with socket.create_connection(address, 30) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def leave(address, data):
    connection = socket.create_connection(address, 30)
    connection.sendall(data)
    connection.close()


def in_parallel(count, work):
    results = [None] * count

    def one(i):
        results[i] = work(i)

    threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
