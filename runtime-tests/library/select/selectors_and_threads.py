# The module selectors over sockets, and a thread that writes while the main one waits.
import selectors
import socket
import threading
import time

for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector, selectors.DefaultSelector):
    with kind() as selector:
        a, b = socket.socketpair()
        key = selector.register(a, selectors.EVENT_READ, "data")
        print(kind.__name__ if kind is not selectors.DefaultSelector else "default", key.data, selector.select(0))

        def later():
            time.sleep(0.005)
            b.send(b"from a thread")

        thread = threading.Thread(target=later)
        thread.start()
        (key, events), = selector.select(10)
        print(key.fileobj is a, events, a.recv(100))
        thread.join()
        selector.modify(a, selectors.EVENT_READ | selectors.EVENT_WRITE)
        print(selector.select(1)[0][1] == selectors.EVENT_WRITE)
        selector.unregister(a)
        a.close()
        b.close()


def receive(connection, out):
    out.append(connection.recv(100))


a, b = socket.socketpair()
out = []
threads = [threading.Thread(target=receive, args=(a, out)) for i in range(3)]
for thread in threads:
    thread.start()
for i in range(3):
    b.send(b"m")
    while len(out) <= i:
        time.sleep(0.001)
for thread in threads:
    thread.join()
print(out)
a.close()
b.close()
