# A released view refuses everything.
b = bytearray(b"abc")
with memoryview(b) as m:
    print(m[0])
for f in (lambda: m[0], lambda: len(m), lambda: m.tobytes(), lambda: m.format, lambda: m.shape, lambda: m.readonly, lambda: m.obj, lambda: list(m), lambda: m.cast("B"), lambda: memoryview(m), lambda: m.__enter__(), lambda: m == b, lambda: repr(m)[:16], lambda: m.release(), lambda: m.toreadonly(), lambda: hash(m), lambda: bytes(m)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
m = memoryview(b); n = m[1:]
m.release()
print(n.tobytes()); n.release(); b.append(1); print(b)
