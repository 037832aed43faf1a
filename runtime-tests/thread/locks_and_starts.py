# Module _thread: starting, joining, locks, errors.
import _thread
import time

h = _thread._ThreadHandle()
print(h, h.ident, h.is_done())


def attempt(f):
    try:
        print(f())
    except BaseException as error:
        print(type(error).__name__, error)


attempt(lambda: h.join())
attempt(lambda: _thread.start_new_thread(5, ()))
attempt(lambda: _thread.start_new_thread(print, 5))
attempt(lambda: _thread.start_new_thread(print, (), 5))
attempt(lambda: _thread.start_new_thread())
attempt(lambda: _thread.start_joinable_thread(5))
attempt(lambda: _thread.allocate_lock().release())
attempt(lambda: _thread.RLock().release())
attempt(lambda: _thread.allocate_lock().acquire(False, 1))
attempt(lambda: _thread.allocate_lock().acquire(True, -5))
attempt(lambda: _thread.allocate_lock().acquire(True, 1e20))
attempt(lambda: _thread.stack_size(5))
attempt(lambda: _thread.RLock()._release_save())
attempt(lambda: _thread.interrupt_main(500))

lock = _thread.allocate_lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
lock.release()
print(lock.locked())

# A counter that only a lock keeps right, in more threads than turns.
total = 0


def count(times):
    global total
    for _ in range(times):
        with lock:
            total += 1


handles = [_thread.start_joinable_thread(lambda: count(2000)) for _ in range(8)]
for handle in handles:
    handle.join()
print(total, [handle.is_done() for handle in handles])

# Threads that compute and allocate at once.
results = {}


def work(n):
    items = []
    for i in range(3000):
        items.append([n, i, str(i)])
        if len(items) > 100:
            items = items[50:]
    results[n] = sum(len(item[2]) for item in items), n


handles = [_thread.start_joinable_thread(lambda n=n: work(n)) for n in range(6)]
for handle in handles:
    handle.join()
print(sorted(results.items()))

# One thread waits for the other.
first, second = _thread.allocate_lock(), _thread.allocate_lock()
first.acquire()
second.acquire()
log = []


def other():
    log.append("other waits")
    first.acquire()
    log.append("other goes on")
    second.release()


handle = _thread.start_joinable_thread(other)
while not log:
    time.sleep(0.001)
log.append("main lets go")
first.release()
second.acquire()
handle.join()
print(log)

r = _thread.RLock()
r.acquire()
r.acquire()
seen = []
handle = _thread.start_joinable_thread(lambda: seen.append((r.acquire(False), r._is_owned(), r.locked())))
handle.join()
saved = r._release_save()
handle = _thread.start_joinable_thread(lambda: seen.append((r.acquire(False), r._is_owned(), r._recursion_count())))
handle.join()
print(seen, saved[0])
attempt(lambda: r._is_owned())


def join_itself():
    attempt(lambda: handles[0].join())


handles = [_thread.start_joinable_thread(join_itself)]
handles[0].join()
attempt(lambda: _thread.start_joinable_thread(print, handle=handles[0]))

# What a thread raises does not reach the others.
done = _thread.allocate_lock()
done.acquire()


def leaves():
    done.release()
    raise SystemExit(5)


_thread.start_new_thread(leaves, ())
done.acquire()


def keywords(*args, **kwargs):
    log.append((args, kwargs))
    done.release()


_thread.start_new_thread(keywords, (1, 2), {"a": 3})
done.acquire()
print(log[-1])
print(_thread.get_ident() == _thread._get_main_thread_ident(), _thread.stack_size())
