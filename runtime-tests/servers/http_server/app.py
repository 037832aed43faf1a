import hashlib
import http.server
import json
import os
import sys
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    waiting = 0
    lock = threading.Lock()

    def answer(self, body, kind="text/plain; charset=utf-8", status=200):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        if self.path == "/chunks":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for i in range(5):
                text = f"chunk {i}\n".encode() * (i + 1)
                self.wfile.write(b"%x\r\n%s\r\n" % (len(text), text))
            self.wfile.write(b"0\r\n\r\n")
        elif self.path == "/slow":
            with Handler.lock:
                Handler.waiting += 1
            time.sleep(0.5)
            self.answer(b"slow but whole")
        elif self.path == "/waiting":
            self.answer(str(Handler.waiting).encode())
        elif self.path == "/error":
            self.send_error(418, "a teapot", "short and stout <&>")
        elif self.path == "/raise":
            raise RuntimeError("on purpose")
        else:
            headers = {name: value for name, value in self.headers.items()}
            self.answer(json.dumps({"path": self.path, "headers": headers}, indent=1).encode(), "application/json")

    do_HEAD = do_GET

    def body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            left = int(self.headers["Content-Length"])
            while left > 0:
                block = self.rfile.read(min(left, 1 << 16))
                if not block:
                    return
                left -= len(block)
                yield block

    def do_POST(self):
        digest, size = hashlib.sha256(), 0
        for block in self.body():
            digest.update(block)
            size += len(block)
        self.answer(f"{size} {digest.hexdigest()}\n".encode())


if __name__ == "__main__":
    kind = http.server.ThreadingHTTPServer if sys.argv[1] == "threading" else http.server.HTTPServer
    kind.request_queue_size = 100
    with kind(("127.0.0.1", int(os.environ["PORT"])), Handler) as server:
        server.serve_forever()
