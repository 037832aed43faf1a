# slow
# socketserver with threads, with processes and with neither; handlers that raise; datagrams.
import socket
import socketserver
import threading


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            if line == b"quit\n":
                return
            if line == b"raise\n":
                raise ValueError("on purpose")
            self.wfile.write(line.upper())


class Quiet:
    request_queue_size = 20

    def handle_error(self, request, client_address):
        failed.set()


class Serial(Quiet, socketserver.TCPServer):
    pass


class Threading(Quiet, socketserver.ThreadingTCPServer):
    pass


class Forking(Quiet, socketserver.ForkingTCPServer):
    pass


class Datagrams(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data[::-1], self.client_address)


def talk(address, *lines):
    with socket.create_connection(address, 30) as connection, connection.makefile("rb") as file:
        answers = []
        for line in lines:
            connection.sendall(line + b"\n")
            answers.append(file.readline())
        # A forked handler has the client's end of the connection too, and would wait for its own end.
        connection.sendall(b"quit\n")
        return answers


failed = threading.Event()
for kind in (Serial, Threading, Forking):
    with kind(("127.0.0.1", 0), Lines) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        failed.clear()
        print(kind.__name__, talk(server.server_address, b"hello", b"world"), talk(server.server_address, b"raise"))
        if kind is not Forking:
            print(failed.wait(30))
        clients = [threading.Thread(target=talk, args=(server.server_address, b"a", b"b")) for _ in range(5)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        print(len(talk(server.server_address, b"x" * 100000)[0]))
        server.shutdown()
        serving.join()
with socketserver.UDPServer(("127.0.0.1", 0), Datagrams) as server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(30)
    client.sendto(b"abc", server.server_address)
    server.handle_request()
    print(client.recv(10))
