# slow
"""Processes, pools, queues, managers and shared memory, by fork."""
import concurrent.futures
import multiprocessing
from multiprocessing import shared_memory


def square(number):
    return number * number


def fail(number):
    raise ValueError(number)


def work(queue, lock, event):
    with lock:
        queue.put("done")
    event.set()


def main():
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        print(pool.map(square, range(5)), pool.apply(square, (7,)), sorted(pool.imap_unordered(square, [1, 2])))
        try:
            pool.map(fail, [3])
        except ValueError as error:
            print(repr(error))
    queue, lock, event = context.Queue(), context.Lock(), context.Event()
    processes = [context.Process(target=work, args=(queue, lock, event)) for _ in range(2)]
    for process in processes:
        process.start()
    print([queue.get(timeout=20) for _ in processes], event.wait(20))
    for process in processes:
        process.join()
    print([process.exitcode for process in processes])
    left, right = context.Pipe()
    child = context.Process(target=lambda end: end.send({"a": [1, 2]}), args=(right,))
    child.start()
    print(left.recv())
    child.join()
    memory = shared_memory.SharedMemory(create=True, size=16)
    memory.buf[:5] = b"hello"
    other = shared_memory.SharedMemory(memory.name)
    print(bytes(other.buf[:5]))
    other.close()
    memory.close()
    memory.unlink()
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as executor:
        print(list(executor.map(square, [2, 3])))


main()
