# Iteration and items of views with several or no dimensions.
m = memoryview(bytes(range(12))).cast("B", [3, 4])
print(m.tolist(), m.tobytes() == bytes(range(12)), m.tobytes("F")[:4], m.nbytes, m == memoryview(bytes(range(12))).cast("B", (3, 4)))
z = memoryview(b"\x05").cast("B", [])
print(z.ndim, z.shape, z.strides, z[()], z.tolist(), z.tobytes(), z == z)
for f in (lambda: len(z), lambda: list(m), lambda: z[0], lambda: m[()], lambda: m[0, "a"], lambda: hash(m) is not None, lambda: m.cast("H"), lambda: m[...] == m, lambda: z[...], lambda: 3 in m, lambda: m[0, 5], lambda: list(z), lambda: m.hex()):
    try: print(repr(f()).split(" at ")[0])
    except Exception as e: print(type(e).__name__, e)
