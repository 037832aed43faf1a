"""Semaphores that processes share."""
import _multiprocessing
import os
import threading

SemLock = _multiprocessing.SemLock
name = f"/pyrs-test-{os.getpid()}"


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


lock = SemLock(1, 1, 1, name, True)
print(lock.name, lock.kind, lock.maxvalue, lock.acquire(), lock.acquire(False), lock.acquire(True, 0.01), lock._count())
print(lock._is_mine(), lock._is_zero(), lock._get_value())
lock.release()
attempt(lock.release)
recursive = SemLock(0, 1, 1, name, True)
print(recursive.acquire(), recursive.acquire(), recursive._count())
thread = threading.Thread(target=lambda: (attempt(recursive.release), print(recursive.acquire(False), recursive._is_mine())))
thread.start()
thread.join()
recursive.release()
recursive.release()
attempt(recursive.release)
with SemLock(1, 2, 5, name, True) as entered:
    print(entered)

named = SemLock(1, 0, 2, name, False)
same = SemLock._rebuild(0, 1, 2, name)
child = os.fork()
if child == 0:
    same.acquire()
    same._after_fork()
    os._exit(same._count())
named.release()
print(os.waitpid(child, 0)[1], named._get_value(), named.name == name)
attempt(lambda: SemLock(1, 1, 1, name, False))
_multiprocessing.sem_unlink(name)
attempt(lambda: _multiprocessing.sem_unlink(name))
attempt(lambda: SemLock(5, 1, 1, name, True))
attempt(lambda: SemLock(1, 1, 1, "a\0b", True))
attempt(lambda: SemLock(1, 1, 1, "no/slashes/here", True))
print(sorted(_multiprocessing.flags), SemLock.SEM_VALUE_MAX)
