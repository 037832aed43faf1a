# Descriptors and fcntl, ioctl with numbers and buffers, locks.
import array
import fcntl
import os
import tempfile
import termios


def show(function, *args):
    try:
        print(function.__name__, function(*args))
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(function.__name__, type(error).__name__, error)


r, w = os.pipe()
show(fcntl.fcntl, r, fcntl.F_GETFD)
show(fcntl.fcntl, r, fcntl.F_SETFD, 0)
show(fcntl.fcntl, r, fcntl.F_GETFD)
show(fcntl.fcntl, r, fcntl.F_SETFD, fcntl.FD_CLOEXEC)
show(fcntl.fcntl, r, fcntl.F_GETFL, "abc")
show(fcntl.fcntl, r, fcntl.F_GETFL, bytearray(b"abc"))
show(fcntl.fcntl, r, fcntl.F_GETFL, 2**40)
show(fcntl.fcntl, r, fcntl.F_GETFL, -1)
show(fcntl.fcntl, r, fcntl.F_GETFL, b"x" * 2000)
show(fcntl.fcntl, r, fcntl.F_GETFL, 1.5)
show(fcntl.fcntl, r, fcntl.F_GETFL, None)
show(fcntl.fcntl, r, 2**40)
show(fcntl.fcntl, "x", 1)
show(fcntl.fcntl, -1, 1)
show(fcntl.fcntl, 9999, 1)
show(fcntl.fcntl, r)

os.write(w, b"hello")
show(fcntl.ioctl, r, termios.FIONREAD, b"\0" * 4)
number = array.array("i", [0])
show(fcntl.ioctl, r, termios.FIONREAD, number)
print(number)
number = array.array("i", [0])
show(fcntl.ioctl, r, termios.FIONREAD, number, False)
print(number)
buffer = bytearray(2000)
show(fcntl.ioctl, r, termios.FIONREAD, buffer)
print(buffer[:4])
show(fcntl.ioctl, r, termios.FIONREAD, buffer, False)
show(fcntl.ioctl, r, termios.FIONREAD, b"x" * 1025)
show(fcntl.ioctl, r, termios.FIONREAD, 1.5)
show(fcntl.ioctl, r, -1, b"abcd")
show(fcntl.ioctl, r, 2**70, b"abcd")

with tempfile.TemporaryFile() as file, open(os.devnull) as other:
    show(fcntl.flock, file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    show(fcntl.flock, file.fileno(), fcntl.LOCK_UN)
    show(fcntl.lockf, file, fcntl.LOCK_EX | fcntl.LOCK_NB, 10, 5)
    pid = os.fork()
    if pid == 0:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 7)
        except BlockingIOError:
            os._exit(7)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    show(fcntl.lockf, file, fcntl.LOCK_UN)
    show(fcntl.lockf, file, fcntl.LOCK_UN, 0, 0, 9)
    show(fcntl.lockf, file, fcntl.LOCK_UN, 1.5)
    show(fcntl.lockf, other, fcntl.LOCK_EX)
print(fcntl.LOCK_EX, fcntl.F_SETPIPE_SZ, fcntl.DN_MULTISHOT, fcntl.F_OFD_SETLK)
