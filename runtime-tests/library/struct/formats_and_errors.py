import struct


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


for text in "1", "i1", "<n", "q2x", "@0q", "z", "3", "<P", "10s3p", " i\t", "bhilqBHILQ", "bi", "ib", "b0i", "cxh?d", "<cxh?d", "=bq", "nNP", "efd", "FD", "99999999999999999999i", "9223372036854775807i", "", "<", "i\0":
    show(struct.calcsize, text)

numbers = [0, 1, -1, 127, 128, 255, 256, -128, -129, 2**15, -2**15, 2**16, 2**31 - 1, 2**31, -2**31 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -2**63, -2**63 - 1, 2**100]
for code in "bBhHiIlLqQnNP":
    for mode in "@<>=!" if code not in "nNP" else "@":
        for number in numbers:
            try:
                packed = struct.pack(mode + code, number)
                (back,) = struct.unpack(mode + code, packed)
                print(code, packed.hex(), back == number or (code == "P" and back - 2**64 == number), end=" ")
            except (struct.error, OverflowError) as error:
                print(error, end="; ")
        print()
floats = [0.0, -0.0, 1.0, 1.5, -2.75, 65504.0, 65519.0, 65520.0, 70000.0, 1e-8, 6e-8, 5.96e-8, 3e-8, 6.1e-5, 0.1, 1e38, 3.5e38, 1e300, 5e-324, float("inf"), float("-inf"), float("nan"), 3, True]
for code in "efd":
    for number in floats:
        try:
            print(struct.pack("<" + code, number).hex(), struct.unpack(">" + code, struct.pack(">" + code, number)), end=" ")
        except OverflowError as error:
            print(error, end="; ")
    print()
for code in "F", "<D", ">F":
    print(struct.pack(code, 1.5 - 2j).hex(), struct.unpack(code, struct.pack(code, 1.5 - 2j)), struct.pack(code, 3).hex())


class Index:
    def __index__(self):
        return 77


class Float:
    def __float__(self):
        return 2.5


class Fails:
    def __index__(self):
        raise KeyError("index")


for args in [("i",), ("i", 1, 2), ("i", "a"), ("i", 1.5), ("c", b"ab"), ("c", 1), ("c", b"x"), ("s", 1), ("4s", bytearray(b"abcdef")), ("6s", b"abc"), ("5p", b"abcdefgh"), ("0p", b"a"), ("0s", b"a"), ("300p", b"y" * 290), ("?", []), ("?", [0]), ("f", "a"), ("d", None), ("F", "a"), ("h", Index()), ("d", Float()), ("d", Index()), ("i", Fails()), ("i", True), ("2h0i3x", 1, 2), ("<hxb", 1, 2), ("bxxi", 1, 2)]:
    show(struct.pack, *args)
show(struct.pack)
show(struct.pack, 1)
show(struct.pack, "é", 1)
show(struct.pack, b"<h", 5)
for args in [("i", b"123"), ("i", "1234"), ("i", bytearray(b"1234")), ("<2h", memoryview(b"1234")), ("5p", b"\x03abcd"), ("5p", b"\x09abcd"), ("0p3s?", b"abc\x02"), ("<4xh", b"0000\1\2"), ("<3c", b"xyz")]:
    show(struct.unpack, *args)
for args in [("i", b"12345", 2), ("i", b"12345", -2), ("i", b"12345", -20), ("i", b"12345", 20), ("<h", b"12345", -2), ("<h", b"12345", -4), ("<h", b"12345", 3)]:
    show(struct.unpack_from, *args)
show(struct.unpack_from, "<h", buffer=b"12", offset=0)
show(struct.iter_unpack, "i", b"12345")
show(struct.iter_unpack, "", b"")
print(list(struct.iter_unpack("<hb", b"123456789")), struct.iter_unpack("h", b"1234").__length_hint__())
data = bytearray(8)
for args in [("<i", data, 2, 1), ("<h", data, -2, 513), ("<i", data, -2, 1), ("<i", data, -20, 1), ("i", data), ("i",), ("i", b"123", 0, 1), ("i", data, 1, 1, 2), ("<i", data, 20, 1), ("<h", memoryview(data)[3:5], 0, -1), ("<b", data, "a", 1), ()]:
    show(struct.pack_into, *args)
print(data)
record = struct.Struct("<i3s")
show(lambda: record)
print(record.size, record.format, struct.Struct(b"h").format)
show(record.pack, 1)
show(record.pack, 1, b"abc")
show(record.unpack, b"")
show(record.unpack_from, b"x1234567", 1)
show(record.unpack_from, b"")
show(record.pack_into)
show(record.pack_into, data)
record.pack_into(data, 0, 5, b"hey")
print(data, list(record.iter_unpack(data[:7] * 2)))
show(struct.Struct, 1)
show(struct.Struct)
print(struct.error, struct.error.__module__, issubclass(struct.error, Exception))


class Named(struct.Struct):
    def __init__(self, text):
        super().__init__("<" + text)


print(Named("hh").pack(1, 2), Named("hh").size)
total = 0
head = struct.Struct("!HIB")
for i in range(3000):
    a, b, c = head.unpack(head.pack(i, i * 7, i & 255))
    total += a + b + c + struct.unpack_from("<H", b"abcd", i % 3)[0] + len(struct.pack("%ds" % (i % 150), b"q"))
print(total)
