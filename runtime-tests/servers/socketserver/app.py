import os
import signal
import socketserver
import sys
import threading


class Handler(socketserver.StreamRequestHandler):
    # Lines back in capitals until "quit"; "raise" ends the request with an error.
    def handle(self):
        while line := self.rfile.readline():
            word = line.strip()
            if word == b"quit":
                self.wfile.write(b"bye\n")
                return
            if word == b"raise":
                raise ValueError("on purpose")
            self.wfile.write(line.upper())


class Datagrams(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data[::-1], self.client_address)


if __name__ == "__main__":
    port = int(os.environ["PORT"])
    kind = getattr(socketserver, sys.argv[1])
    kind.allow_reuse_address = True
    kind.request_queue_size = 100
    with kind(("127.0.0.1", port), Handler) as server, socketserver.UDPServer(("127.0.0.1", port), Datagrams) as datagrams:
        threading.Thread(target=datagrams.serve_forever).start()

        def stop(*_):
            threading.Thread(target=lambda: (server.shutdown(), datagrams.shutdown())).start()

        signal.signal(signal.SIGTERM, stop)
        server.serve_forever()
