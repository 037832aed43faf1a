# % formatting of bytes.
class B:
    def __bytes__(self): return b"made"
print(b"%s %b %a %r" % (b"x", bytearray(b"y"), "é", "q"), b"%d %5d %-5d| %05d %x %#X %o %i" % (1, 2, 3, 4, 255, 255, 8, -9), b"%f %.2e %g" % (1.5, 12345.678, 1e10), b"%c%c%c" % (65, b"B", bytearray(b"C")), b"%s" % B(), b"%(k)s %(n)03d" % {b"k": b"v", b"n": 7}, b"%%", b"%5s|%-5s|%.2s" % (b"ab", b"cd", b"efg"), b"%s" % memoryview(b"mv"))
for f, a in ((b"%s", "a"), (b"%s", 1), (b"%c", 256), (b"%c", b"ab"), (b"%c", "a"), (b"%d", "a"), (b"%d", ()), (b"%d", (1, 2)), (b"%z", 1), (b"%", 1), (b"%(k)s", 1), (b"%(k)s", {"k": 1}), (b"%x", 1.5), (b"%f", "a"), (b"%b", None), (b"abc", 1)):
    try: print(f % a)
    except Exception as e: print(f, type(e).__name__, e)
print(type(bytearray(b"%d") % 5).__name__)
