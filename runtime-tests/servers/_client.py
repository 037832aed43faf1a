# What the clients of the server tests share: HTTP on a plain socket, so that every byte of an answer is seen, and the usual
# ways in which clients misbehave. Runs under CPython.
import hashlib
import os
import re
import signal
import socket
import threading
import time

PORT = int(os.environ["PORT"])
SERVER = int(os.environ["SERVER"])
TIMEOUT = 60

# What differs from run to run, or with the version of Python.
VARYING = [
    (re.compile(rb"^(Date|Last-Modified|Expires|ETag): .*", re.I), rb"\1: -"),
    (re.compile(rb"expires=[^;]*", re.I), b"expires=-"),
    (re.compile(rb"(CPython|pyrs)/3\.14\.\d+"), b"python/3.14"),
    (re.compile(rb"Python/3\.14\.\d+"), b"Python/3.14"),
]


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def header(self, name):
        for line in self.headers:
            key, _, value = line.partition(b": ")
            if key.lower() == name.lower().encode():
                return value.decode("latin-1")
        return None

    def cookies(self):
        lines = [line.partition(b": ")[2] for line in self.headers if line.lower().startswith(b"set-cookie:")]
        return dict(line.split(b";")[0].decode().split("=", 1) for line in lines)


class Connection:
    def __init__(self, wrap=None):
        self.socket = socket.create_connection(("127.0.0.1", PORT), TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if wrap is not None:
            self.socket = wrap(self.socket)
        self.file = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def head(self, method, path, headers):
        lines = [f"{method} {path} HTTP/1.1", "Host: example.test"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n"

    def ask(self, method, path, headers={}, body=None, chunks=None):
        headers = dict(headers)
        if chunks is not None:
            headers["Transfer-Encoding"] = "chunked"
        elif body is not None:
            headers.setdefault("Content-Length", len(body))
        self.send(self.head(method, path, headers) + (body or b""))
        if chunks is not None:
            for chunk in chunks:
                self.send(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            self.send(b"0\r\n\r\n")
        return self.answer(method)

    def answer(self, method="GET"):
        status = self.file.readline()
        if not status:
            return None
        if not status.startswith(b"HTTP/"):
            return Answer(b"no status line", [], status + self.file.read())
        headers = []
        while (line := self.file.readline()) not in (b"\r\n", b"\n", b""):
            headers.append(line.rstrip(b"\r\n"))
        answer = Answer(status.rstrip(b"\r\n"), headers, b"")
        code = int(status.split()[1])
        if method == "HEAD" or code < 200 or code in (204, 304):
            return answer
        if (answer.header("Transfer-Encoding") or "").lower() == "chunked":
            parts = []
            while size := int(self.file.readline().split(b";")[0], 16):
                parts.append(self.file.read(size))
                self.file.readline()
            while self.file.readline() not in (b"\r\n", b""):
                pass
            answer.body = b"".join(parts)
        elif answer.header("Content-Length") is not None:
            answer.body = self.file.read(int(answer.header("Content-Length")))
        else:
            answer.body = self.file.read()
        return answer

    def at_end(self):
        try:
            return self.file.read(1) == b""
        except ConnectionError:
            return True

    def close(self):
        self.file.close()
        self.socket.close()


def once(method, path, headers={}, body=None, chunks=None, wrap=None):
    connection = Connection(wrap)
    answer = connection.ask(method, path, headers, body, chunks)
    connection.close()
    return answer


def steady(line):
    for pattern, replacement in VARYING:
        line = pattern.sub(replacement, line)
    return line


def show(title, answer):
    print("==", title)
    if answer is None:
        print("no answer")
        return
    print(answer.status.decode("latin-1"))
    for line in answer.headers:
        print(steady(line).decode("latin-1"))
    print()
    show_body(answer.body)


def show_body(body):
    if len(body) > 20000:
        print(len(body), "bytes", hashlib.sha256(body).hexdigest())
        return
    try:
        text = steady(body).decode()
    except UnicodeDecodeError:
        text = repr(body)
    print(text, end="" if text.endswith("\n") or not text else "\n")


def large_body(size=10 << 20):
    block = bytes(i * 7 % 251 for i in range(1 << 16))
    return (block * (size // len(block) + 1))[:size]


def in_parallel(count, work):
    results = [None] * count

    def one(i):
        try:
            results[i] = work(i)
        except Exception as error:
            results[i] = f"{type(error).__name__}: {error}"

    threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def tally(title, results):
    print("==", title)
    for result in sorted(set(results), key=str):
        print(results.count(result), "times", result)


def leave_half_way(path):
    # A request whose body never comes whole, one that breaks off in its head, and one whose answer nobody reads.
    for data in (
        b"POST %s HTTP/1.1\r\nHost: example.test\r\nContent-Length: 100000\r\n\r\nonly this" % path.encode(),
        b"GET %s HTTP/1.1\r\nHost: exam" % path.encode(),
        b"GET %s HTTP/1.1\r\nHost: example.test\r\n\r\n" % path.encode(),
    ):
        connection = Connection()
        connection.send(data)
        connection.close()


def malformed(data=b"GET / HTTP/1.1\r\nno colon here\r\n\r\n"):
    connection = Connection()
    connection.send(data)
    connection.socket.shutdown(socket.SHUT_WR)
    answer = connection.answer()
    connection.close()
    return answer


def refused(data):
    # Patch levels of CPython's library differ in whether what is no HTTP/1 is answered with a status line.
    answer = malformed(data)
    status = answer.status.split()[1] if answer.headers else re.search(rb"Error code: (\d+)", answer.body)[1]
    print("refused with", status.decode())


def signal_server(number):
    os.kill(SERVER, number)


def terminate_under_load(count, path, begun):
    # `count` requests are being answered, as `begun` (called until it is true) says, when the server is told to end.
    answers = [None] * count

    def one(i):
        try:
            answer = once("GET", path)
            answers[i] = answer and (answer.status + b" " + answer.body).decode()
        except OSError as error:
            answers[i] = type(error).__name__

    threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    wait_until(begun)
    signal_server(signal.SIGTERM)
    for thread in threads:
        thread.join()
    tally("answers of a server that is told to end", answers)


def wait_until(condition, limit=60):
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit("what was waited for did not come")
        time.sleep(0.02)
