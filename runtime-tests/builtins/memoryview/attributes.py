# Attributes, conversions and methods.
import array
m = memoryview(array.array("i", range(5)))
print(m.format, m.itemsize, m.nbytes, m.shape, m.strides, m.suboffsets, m.ndim, m.readonly, m.c_contiguous, type(m.obj).__name__, m[1:4].tolist(), m[::-2].tolist(), m[::-2].strides, m[::2].contiguous, m.tobytes() == m.obj.tobytes(), m.tobytes(order="F") == m.tobytes())
print(m.toreadonly().readonly, len(m), m.hex()[:8], list(reversed(m)), 3 in m, m.index(3), m.count(2), [*m], m[2:].obj is m.obj, bool(m[:0]))
for f in (lambda: m.index(9), lambda: memoryview("a"), lambda: memoryview(5), lambda: memoryview(), lambda: m.tobytes("X"), lambda: m[1.5], lambda: m[5], lambda: m["a"], lambda: setattr(m, "format", 1), lambda: m.foo, lambda: memoryview(object=b"kw")[0], lambda: m.tobytes(None)[:1]):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
