# cast between formats and shapes.
m = memoryview(bytearray(range(16)))
c = m.cast("I"); print(c.format, c.itemsize, c.shape, c.strides, c.ndim, c.nbytes, len(c), c[1] == 0x07060504, c.tolist()[0] == 0x03020100)
d = m.cast("B", [4, 4]); print(d.shape, d.strides, d.tolist(), d[1, 2], d[-1, -1], len(d), d.c_contiguous, d.f_contiguous, d.contiguous)
print(m.cast("b").tolist()[:2], m.cast("c")[3], m.cast("?").tolist()[:2], m.cast("H").shape, m.cast("q").shape, m.cast("@i").format, c.cast("B").tolist()[:3], m.cast("d").shape, m.cast("B", (2, 2, 4))[1, 0, 3])
for f in (lambda: m.cast("z"), lambda: m.cast("II"), lambda: m[:3].cast("H"), lambda: m[::2].cast("H"), lambda: c.cast("H"), lambda: m.cast("B", [3, 5]), lambda: m.cast("B", "a"), lambda: m.cast("B", [0, 16]), lambda: m.cast("B", [-1]), lambda: m.cast(5), lambda: d[0], lambda: d[0, 0, 0], lambda: d[4, 0], lambda: m.cast("B", ["a"]), lambda: m.cast("B", [1] * 65), lambda: d[0:1, 0:1], lambda: m.cast("<i")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
