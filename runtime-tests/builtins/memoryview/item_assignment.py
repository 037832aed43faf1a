# Writing through views: formats, ranges, slices.
b = bytearray(8); m = memoryview(b)
m[0] = 255; m[-1] = 1; m[1:3] = b"xy"; m[3:6:2] = b"AB"; print(b)
h = m.cast("h"); h[0] = -2; print(b[:2], h[0])
f = m.cast("f"); f[1] = 1.5; print(f[1], b[4:])
c = m.cast("c"); c[0] = b"Q"; print(b[:1])
for fn in (lambda: m.__setitem__(0, 256), lambda: m.__setitem__(0, -1), lambda: m.__setitem__(0, "a"), lambda: m.__setitem__(0, b"a"), lambda: m.__setitem__(8, 1), lambda: m.__setitem__(slice(0, 2), b"abc"), lambda: m.__setitem__(slice(0, 2), "ab"), lambda: h.__setitem__(0, 40000), lambda: f.__setitem__(0, "x"), lambda: c.__setitem__(0, b"ab"), lambda: c.__setitem__(0, 1), lambda: m.__setitem__("a", 1), lambda: memoryview(b"ro").__setitem__(0, 1), lambda: m.__delitem__(0), lambda: h.__setitem__(slice(0, 1), b"ab"), lambda: m.cast("?").__setitem__(0, "yes")):
    try: fn(); print("ok")
    except Exception as e: print(type(e).__name__, e)
