# resize pads with zeros; __alloc__ is never less than the length.
b = bytearray(b"abc")
b.resize(5); print(b)
b.resize(1); print(b)
b.resize(0); print(b, bytearray(b"x").__alloc__() > 1)
for v in (-1, "a", 1.5, 10**30):
    try: b.resize(v)
    except Exception as e: print(type(e).__name__, e)
