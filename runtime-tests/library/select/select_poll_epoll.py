# Waiting for descriptors by select, poll and epoll, and their errors.
import select
import _socket


def show(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


a, b = _socket.socketpair()
print([x is y for x, y in zip(select.select([a], [b], [], 0)[1], [b])], select.select([a], [], [], 0))
b.send(b"x")
ready = select.select([a, b], [a], [a], 5)
print(ready[0] == [a], ready[1] == [a], ready[2])
print(select.select([], [], [], 0.001), select.select([a.fileno()], [], [])[0] == [a.fileno()])
for wrong in (lambda: select.select([1.5], [], []), lambda: select.select([-1], [], []), lambda: select.select(5, [], []),
              lambda: select.select([], [], [], -1), lambda: select.select([], [], [], "soon"),
              lambda: select.select([5000], [], [], 0)):
    show(wrong)

poll = select.poll()
poll.register(a, select.POLLIN)
poll.register(b.fileno())
print([(fd == a.fileno(), event) for fd, event in poll.poll(100)])
poll.modify(b, select.POLLIN)
a.recv(10)
print(poll.poll(0), poll.poll(1.5))
poll.unregister(a)
show(lambda: poll.unregister(12345))
show(lambda: poll.modify(12345, 1))
show(lambda: poll.register("x"))
show(lambda: poll.register(a, -1))

with select.epoll() as epoll:
    print(epoll.closed, epoll.fileno() > 0)
    epoll.register(a.fileno(), select.EPOLLIN)
    epoll.register(b, select.EPOLLOUT | select.EPOLLIN)
    print([(fd == b.fileno(), event == select.EPOLLOUT) for fd, event in epoll.poll(1)])
    epoll.modify(b, select.EPOLLIN)
    print(epoll.poll(0), epoll.poll(0.001, 1))
    b.send(b"y")
    print([(fd == a.fileno(), event) for fd, event in epoll.poll(timeout=1, maxevents=10)])
    show(lambda: epoll.register(a))
    epoll.unregister(a)
    show(lambda: epoll.unregister(a))
    show(lambda: epoll.poll(0, 0))
print(epoll.closed)
show(lambda: epoll.poll(0))
show(epoll.fileno)
show(lambda: select.epoll(-5))
a.close()
b.close()
print(select.POLLIN, select.POLLOUT, select.EPOLLET, select.PIPE_BUF, select.error is OSError)
