# int.from_bytes takes any iterable of bytes and checks its arguments.
print(int.from_bytes([1, 2, 3]), int.from_bytes((255, 0), "little"), int.from_bytes(bytearray(b"\x80\x00"), signed=True))
print(int.from_bytes(b""), int.from_bytes(iter([7])), int.from_bytes(memoryview(b"ab")))
for args in ((b"a", "middle"), ("abc",), ([256],), (5,), (b"a", 3), ([1, "a"],)):
    try: print(int.from_bytes(*args))
    except Exception as e: print(type(e).__name__, e)
class B:
    def __bytes__(self): return b"\x01\x00"
print(int.from_bytes(B()))
class I(int): pass
r = I.from_bytes(b"\x05")
print(type(r).__name__, r)
