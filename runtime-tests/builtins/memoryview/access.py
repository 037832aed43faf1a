# Views of bytes and bytearrays.
b = bytearray(b"abcdef")
m = memoryview(b)
m[0] = 65; m[1:3] = b"XY"
print(b, m[0], m[-1], m[1:3].tobytes(), list(m[::2]), m.tolist(), len(m), m.readonly, m.format, m.itemsize, m.nbytes, m.shape, m.strides, m.ndim, m.contiguous, m == b"AXYdef", memoryview(b"x").readonly, m.hex(), bytes(m[::-1]))
c = memoryview(bytes(8)).cast("I"); print(c.tolist(), c.itemsize, c.shape, c.cast("B").nbytes)
for f in (lambda: memoryview("a"), lambda: memoryview(5), lambda: memoryview(b"a").__setitem__(0, 1), lambda: m.__setitem__(0, 256), lambda: m[99], lambda: m.__setitem__(slice(0, 2), b"x"), lambda: m.cast("Q"), lambda: m.__delitem__(0), lambda: hash(m), lambda: m["a"], lambda: m.cast("zz"), lambda: m + m, lambda: m.__setitem__(0, "a")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
with memoryview(b) as v: print(v[0])
try: v[0]
except ValueError as e: print(e)
print(hash(memoryview(b"ab")) == hash(b"ab"), memoryview(b"ab") == memoryview(bytearray(b"ab")), 97 in memoryview(b"ab"), memoryview(b"abc").toreadonly().readonly, [*memoryview(b"ab")])
