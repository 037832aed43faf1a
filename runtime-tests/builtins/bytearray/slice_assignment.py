# Assigning and deleting items and slices.
def t(ix, v):
    b = bytearray(b"abcdef")
    try:
        b[ix] = v
        return b
    except Exception as e:
        return type(e).__name__, str(e)
for ix, v in ((0, 65), (-1, 255), (6, 1), (0, 256), (0, "a"), (0, b"a"), (slice(1, 3), b"XYZ"), (slice(1, 3), b""), (slice(None, None, 2), b"123"), (slice(None, None, 2), b"12"), (slice(5, 1), b"mid"), (slice(None), [1, 2]), (slice(0, 1), 5), (slice(0, 1), "a"), (slice(None, None, -1), b"123456"), (slice(0, 2), [256]), ("a", 1), (slice(0, 0), memoryview(b"mv")), (10**30, 1), (slice(4, 0, -2), b"")):
    print(ix, v if not isinstance(v, memoryview) else "mv", t(ix, v))
b = bytearray(range(10))
del b[0]; del b[-1]; del b[::3]; print(list(b))
del b[1:3]; del b[100:]; print(list(b))
b[:] = b; b[1:1] = b; print(list(b))
for f in (lambda: b.__delitem__(100), lambda: b.__delitem__("a")):
    try: f()
    except Exception as e: print(type(e).__name__, e)
