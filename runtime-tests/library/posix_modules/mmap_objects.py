# Mappings of files and of anonymous memory.
import mmap
import os
import re
import tempfile


def show(function, *args, **keywords):
    try:
        print(function.__name__, function(*args, **keywords))
    except (OSError, TypeError, ValueError, IndexError, OverflowError, BufferError) as error:
        print(function.__name__, type(error).__name__, error)


for args in ((-1, 0), (-1, -5), (-1, "x"), (9999, 10), ("x", 10)):
    show(mmap.mmap, *args)
show(mmap.mmap, -1, 10, access=9)
show(mmap.mmap, -1, 10, offset=-1)
show(mmap.mmap, -1, 10, prot=1, access=1)
file = tempfile.TemporaryFile()
show(mmap.mmap, file.fileno(), 0)
file.write(b"hello\nworld\n")
file.flush()
fd = file.fileno()
show(mmap.mmap, fd, 100)
show(mmap.mmap, fd, 5, offset=3)
show(mmap.mmap, fd, 0, offset=4096)

m = mmap.mmap(fd, 0)
print(repr(m), len(m), m[0], m[1:3], m[::2], m[-1])
show(m.__getitem__, 50)
show(m.__getitem__, "a")
for key, value in (
    (0, 300),
    (0, b"x"),
    (slice(0, 2), b"x"),
    (slice(0, 2), b"HE"),
    (slice(0, 6, 2), b"abc"),
    (slice(0, 1), "x"),
):
    show(m.__setitem__, key, value)
print(m[:])
show(m.__delitem__, 0)
show(m.__delitem__, slice(0, 1))
show(m.find, b"world")
show(m.find, b"x")
show(m.rfind, b"l")
show(m.find, b"o", 5)
show(m.find, b"o", -3, -1)
show(m.find, "x")
show(m.find, b"o", None, None)
show(m.read, 3)
show(m.tell)
for _ in range(3):
    show(m.readline)
show(m.read)
show(m.read_byte)
for args in ((0,), (-1,), (100,), (-2, 2), (1, 1), (1, 7), (2**70,), (0,)):
    show(m.seek, *args)
show(m.read_byte)
for data in (b"ZZ", b"Z" * 100, "x"):
    show(m.write, data)
for byte in (65, 300, -1):
    show(m.write_byte, byte)
show(m.read, None)
show(m.read, "x")
show(m.flush)
show(m.flush, 0, 100)
show(m.flush, -1)
show(m.size)
show(m.move, 0, 6, 3)
show(m.move, 0, 6, 300)
show(m.move, -1, 1, 1)
show(m.seekable)
show(m.madvise, mmap.MADV_NORMAL)
show(m.madvise, 0, 100)
show(m.madvise, 0, 0, -1)
show(m.resize, 20)
print(len(m), os.fstat(fd).st_size, m[:])
show(m.resize, -1)
print(bytes(m)[:3], memoryview(m)[:3].tobytes(), list(m)[:3], b"w" in m, m.closed)
view = memoryview(m)
show(m.close)
show(m.resize, 30)
view.release()
with m as same:
    print(same is m)
print(m.closed, repr(m))
for method in (m.read, m.tell, m.size, m.__enter__, m.close, m.readline, m.__len__):
    show(method)
show(memoryview, m)

r = mmap.mmap(fd, 0, access=mmap.ACCESS_READ)
show(r.__setitem__, 0, 1)
show(r.write, b"a")
show(r.write_byte, 1)
show(r.move, 0, 1, 1)
show(r.resize, 4)
print(repr(r), memoryview(r).readonly)
c = mmap.mmap(fd, 0, access=mmap.ACCESS_COPY)
c[0] = 33
print(c[:3], r[:3], repr(c))
show(c.resize, 4)
show(c.flush)
p = mmap.mmap(fd, 0, prot=mmap.PROT_READ)
show(p.__setitem__, 0, 1)
a = mmap.mmap(-1, 4096)
a[:3] = b"abc"
show(a.size)
show(a.resize, 8192)
print(re.search(b"c", a), a[:4])
o = mmap.mmap(fd, 5, trackfd=False)
print(o[:])
show(o.size)
show(o.resize, 8)


class Mapping(mmap.mmap):
    pass


x = Mapping(-1, 10)
x.note = 1
print(x, x.read(2), x == x, mmap.error is OSError)
s = mmap.mmap(-1, 100)
pid = os.fork()
if pid == 0:
    s[:5] = b"child"
    os._exit(0)
os.waitpid(pid, 0)
print(s[:5])
