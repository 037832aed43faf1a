# Stacks on demand, at a signal and after a time; what functions refuse.
import faulthandler
import os
import re
import signal
import sys
import tempfile
import threading
import time


def written(function, *args, **keywords):
    with tempfile.TemporaryFile() as file:
        function(*args, file=file, **keywords)
        wait = keywords.get("timeout", 0)
        time.sleep(wait * 3)
        file.seek(0)
        text = file.read().decode()
    text = re.sub("0x[0-9a-f]+ \\[[^]]*\\]", "ID", text)
    return re.sub('"[^"]*/', '"', text)


def show(function, *args, **keywords):
    try:
        print(function.__name__, function(*args, **keywords))
    except (OSError, TypeError, ValueError, RuntimeError, AttributeError) as error:
        print(function.__name__, type(error).__name__, error)


class Class:
    def method(self):
        return (lambda: written(faulthandler.dump_traceback, all_threads=False))()


print(Class().method())
print(written(faulthandler.dump_traceback))


def deep(n):
    return deep(n - 1) if n else written(faulthandler.dump_traceback)


print(len(deep(120).splitlines()))

ready = threading.Event()
done = threading.Event()


def other():
    ready.set()
    done.wait()


thread = threading.Thread(target=other)
thread.start()
ready.wait()
text = written(faulthandler.dump_traceback)
print(text.count("Current thread"), text.count("Thread ID"), " in other\n" in text)
done.set()
thread.join()

with tempfile.TemporaryFile() as file:
    faulthandler.register(signal.SIGUSR1, file=file, all_threads=False)
    os.kill(os.getpid(), signal.SIGUSR1)
    file.seek(0)
    print(file.read().decode().splitlines()[0])
    print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))
print(written(faulthandler.dump_traceback_later, timeout=0.02).splitlines()[0])
faulthandler.dump_traceback_later(5)
faulthandler.cancel_dump_traceback_later()
faulthandler.cancel_dump_traceback_later()

show(faulthandler.is_enabled)
show(faulthandler.disable)
show(faulthandler.enable, file=1)
show(faulthandler.is_enabled)
show(faulthandler.disable)
show(faulthandler.enable, file="x")
show(faulthandler.enable, -1)
show(faulthandler.dump_traceback_later, 0)
show(faulthandler.dump_traceback_later, -1)
show(faulthandler.dump_traceback_later, "x")
show(faulthandler.register, signal.SIGKILL)
show(faulthandler.register, 99)
show(faulthandler.register, signal.SIGSEGV)
sys.stderr = None
show(faulthandler.dump_traceback)
