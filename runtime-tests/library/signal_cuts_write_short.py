# slow
# A handler runs when a signal cuts a write short, before more is written, and its exception leaves the write.
import os
import signal
import threading

def handler(number, frame):
    1 / 0

signal.signal(signal.SIGALRM, handler)
large = b"x" * (1 << 20)

def check(write):
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        print("wrote", write(large))
    except ZeroDivisionError:
        print("raised")
    signal.setitimer(signal.ITIMER_REAL, 0)

for make in (
    lambda w: lambda data: os.write(w, data),
    lambda w: open(w, "wb", buffering=0, closefd=False).write,
    lambda w: open(w, "wb", closefd=False).write,
):
    r, w = os.pipe()
    check(make(w))
    os.close(r)
