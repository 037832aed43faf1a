# OSError picks its subclass by errno.
import errno
for name in ("ENOENT", "EEXIST", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EPIPE", "ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "ESHUTDOWN", "EAGAIN", "EALREADY", "EINPROGRESS", "EWOULDBLOCK", "EINTR", "ESRCH", "ECHILD", "ETIMEDOUT", "EINVAL", "ENOSPC"):
    e = OSError(getattr(errno, name), "text"); print(name, type(e).__name__, e)
e = OSError(2, "msg", "file", None, "file2")
print(e, e.errno, e.strerror, e.filename, e.filename2, e.args, repr(e))
e = OSError(2, "msg", "file"); print(e, e.args, e.filename, e.filename2, repr(e))
for args in ((), ("one",), (1, 2), (1, 2, 3, 4, 5, 6), ("a", "b"), (2, "m", None), (2, "m", b"by"), (2, "m", 7)):
    e = OSError(*args); print(type(e).__name__, e, e.args, e.errno, e.strerror, e.filename)
print(type(FileNotFoundError(17, "x")).__name__, IOError is OSError, EnvironmentError is OSError)
class My(OSError):
    def __init__(self, *a, extra=None): super().__init__(*a); self.extra = extra
e = My(2, "x", extra=5); print(type(e).__name__, e, e.extra, e.errno)
try: OSError(foo=1)
except TypeError as e: print(e)
b = BlockingIOError(11, "x", 5); print(b.characters_written, b)
try: BlockingIOError(11, "x").characters_written
except AttributeError as e: print(e)
