# What bytes() and bytearray() make of objects: counts, buffers, subclasses, and those with __bytes__.
class Made(bytes):
    def __bytes__(self): return b"made"

class Converts:
    def __bytes__(self): return b"converted"

class Counts(int):
    def __index__(self): return 2

class Plain(bytes): pass

class Array(bytearray): pass

sources = [3, 0, True, Counts(4), b"ab", Plain(b"ab"), Made(b"ab"), bytearray(b"ab"), Array(b"ab"),
           memoryview(b"abcd")[::2], memoryview(b"abcd")[1:], Converts(), [1, 2], 1.0, "ab", -1, 1 << 70, None]
for source in sources:
    for kind in (bytes, Plain, bytearray, Array):
        try:
            result = kind(source)
            print(kind.__name__, type(result).__name__, bytes.__repr__(bytes(result)))
        except (TypeError, ValueError, OverflowError) as error:
            print(kind.__name__, type(error).__name__, error)
data = b"ab"
print(data * 1 is data, data * 0, b"" * 9, data * 5, Plain(b"ab") * 1 == data, type(Plain(b"ab") * 1).__name__)
for group in (1, 2, 3, 5, 0, -1, -2, -7):
    print(b"\x01\x23\xab\xcd\xef".hex("_", group), bytearray(b"\xff\x00").hex("-", group))
for text in ("00ff", "0 0", " 0a\tB0 ", "0", "0g", "zz", "a b c", "\u0660\u0661"):
    try:
        print(bytes.fromhex(text))
    except ValueError as error:
        print(error)
