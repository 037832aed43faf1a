import _queue
import gc
import threading
import weakref
from _queue import Empty, SimpleQueue

queue = SimpleQueue()
print(queue.empty(), queue.qsize())
for number in range(20):
    queue.put(number)
print([queue.get() for _ in range(15)], queue.qsize())
for number in range(20, 40):
    queue.put_nowait(item=number)
print([queue.get_nowait() for _ in range(25)], queue.empty())

for call in (
    lambda: queue.get(False),
    lambda: queue.get_nowait(),
    lambda: queue.get(timeout=0.001),
    lambda: queue.get(timeout=-1),
    lambda: queue.get(timeout="x"),
    lambda: queue.get(timeout=float("nan")),
    lambda: queue.put(),
    lambda: queue.get(1, 2, 3),
    lambda: SimpleQueue(1),
):
    try:
        print(call())
    except (Empty, TypeError, ValueError) as error:
        print(type(error), error)

received = []


def consume():
    while (item := queue.get()) is not None:
        received.append(item)


threads = [threading.Thread(target=consume) for _ in range(3)]
for thread in threads:
    thread.start()
for number in range(100):
    queue.put(number)
for thread in threads:
    queue.put(None)
for thread in threads:
    thread.join()
print(sorted(received) == list(range(100)), queue.empty())


class Sub(SimpleQueue):
    pass


sub = Sub()
sub.extra = 1
sub.put(sub)
print(sub.get() is sub, Sub.__mro__, SimpleQueue[int], Empty.__mro__)
reference = weakref.ref(sub)
sub.put([object() for _ in range(10)])
gc.collect()
print(len(sub.get()), reference() is sub)
