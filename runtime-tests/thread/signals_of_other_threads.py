# Signal handlers belong to the main thread: others can neither set them nor run them.
import _thread
import os
import signal
import time

seen = []
main = _thread.get_ident()
signal.signal(signal.SIGUSR1, lambda number, frame: seen.append((number, _thread.get_ident() == main)))


def other():
    for f in (
        lambda: signal.signal(signal.SIGUSR2, print),
        lambda: signal.set_wakeup_fd(-1),
    ):
        try:
            f()
        except ValueError as error:
            print(error)
    os.kill(os.getpid(), signal.SIGUSR1)
    for _ in range(1000):
        time.sleep(0)
    print(signal.getsignal(signal.SIGUSR2) == signal.SIG_DFL)


_thread.start_joinable_thread(other).join()
end = time.monotonic() + 10
while not seen and time.monotonic() < end:
    time.sleep(0.001)
print(seen == [(signal.SIGUSR1, True)])
