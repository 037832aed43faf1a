# slow
# http.server with a thread for each connection: kept connections, chunks both ways, errors, clients that leave, a shutdown.
import http.server
import threading
import time

from _client import Connection, in_parallel, leave, once, raw


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args):
        pass

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        if self.path == "/chunks":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for i in range(3):
                self.wfile.write(b"6\r\npart %d\r\n" % i)
            self.wfile.write(b"0\r\n\r\n")
        elif self.path == "/error":
            self.send_error(418, "teapot", "short")
        elif self.path == "/slow":
            time.sleep(0.05)
            self.answer(b"slow")
        else:
            self.answer(f"{self.command} {self.path} {self.headers['X-Name']}".encode())

    do_HEAD = do_GET

    def do_POST(self):
        if self.headers["Transfer-Encoding"] == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(b"%d %s" % (len(body), body[-3:]))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 50

    def handle_error(self, request, client_address):
        pass


with Server(("127.0.0.1", 0), Handler) as server:
    address = server.server_address
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    connection = Connection(address)
    print(connection.ask("GET", "/one", "X-Name: value"))
    print(connection.ask("GET", "/chunks"))
    print(connection.ask("HEAD", "/two"))
    print(connection.ask("POST", "/", "Content-Length: 300000", body=b"x" * 299997 + b"end"))
    print(connection.ask("POST", "/", "Transfer-Encoding: chunked", body=b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
    print(connection.ask("GET", "/error")[0])
    print(connection.answer())
    connection.close()
    print(once(address, "PUT", "/")[0][0])
    print(b"Bad request version" in raw(address, b"GET / HTTP/x\r\n\r\n"), b"Error code: 400" in raw(address, b"GET\r\n\r\n"))
    leave(address, b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nsome")
    leave(address, b"GET / HT")
    print(set(answer[1] for answer in in_parallel(10, lambda i: once(address, "GET", "/slow"))))
    server.shutdown()
    serving.join()
