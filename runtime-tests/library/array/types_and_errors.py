# Arrays of every item type: items at the limits, errors, pickling, buffers.
import array
import warnings

warnings.simplefilter("ignore")
array_ = array.array
print(array.typecodes, array.ArrayType is array_)
a = array_("i", [1, 2, 3])


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


for f in (
    lambda: array_("x"),
    lambda: array_(),
    lambda: array_("i", 5),
    lambda: array_("i", ["a"]),
    lambda: array_("b", [200]),
    lambda: array_("B", [-1]),
    lambda: array_("B", [256]),
    lambda: array_("h", [1 << 20]),
    lambda: array_("H", [1 << 20]),
    lambda: array_("i", [1 << 40]),
    lambda: array_("I", [1 << 40]),
    lambda: array_("I", [-1]),
    lambda: array_("q", [1 << 70]),
    lambda: array_("Q", [1 << 70]),
    lambda: array_("Q", [-1]),
    lambda: array_("L", [-1]),
    lambda: array_("f", ["x"]),
    lambda: array_("u", "abc"),
    lambda: array_("w", "abc"),
    lambda: array_("i", "abc"),
    lambda: array_("u", ["ab"]),
    lambda: a[10],
    lambda: a["x"],
    lambda: a.append("x"),
    lambda: a + [1],
    lambda: a + array_("b", [1]),
    lambda: a * "x",
    lambda: a.extend(array_("b")),
    lambda: a.frombytes(b"abc"),
    lambda: a.pop(9),
    lambda: array_("i").pop(),
    lambda: a.index(9),
    lambda: a.remove(9),
    lambda: a.__setitem__(slice(0, 1), [1]),
    lambda: a.__setitem__(slice(0, 1), array_("b", [1])),
    lambda: a.__setitem__(slice(0, 3, 2), array_("i", [1])),
    lambda: a.__reduce_ex__(2),
    lambda: a.__reduce_ex__(3)[1:],
    lambda: a.buffer_info()[1],
    lambda: a == array_("d", [1, 2, 3]),
    lambda: a < array_("i", [1, 5]),
    lambda: array_("w", "añ€𝄞").tounicode(),
    lambda: a.tounicode(),
    lambda: a.fromunicode("x"),
    lambda: hash(a),
    lambda: array_("ii"),
    lambda: array_("i", a),
    lambda: array_("d", a),
    lambda: array_("i", b"\1\0\0\0"),
    lambda: array_("i", b"\1\0\0"),
    lambda: array_("i", [1.5]),
    lambda: array_("i", [1], foo=3),
    lambda: a.fromlist(5),
    lambda: a.fromlist([1, "x"]),
    lambda: a,
    lambda: a.count(1),
    lambda: memoryview(array_("d", [1])).format,
    lambda: memoryview(array_("w", "x")).format,
    lambda: a.index(1, 5),
    lambda: array_("i", [1, 2]) * -1,
    lambda: array_("i", [1, 2]) * 3,
    lambda: 2 * array_("d", [0.5]),
    lambda: array_.__class_getitem__(int),
    lambda: list(array_("f", [0.1, 1e10, -0.0])),
    lambda: array_("q", [-(2**63), 2**63 - 1]),
    lambda: array_("Q", [2**64 - 1]),
):
    t(f)

b = array_("h", range(10))
print(b[2:5], b[::-3], b[100:], len(b), 3 in b, b.itemsize, b.typecode)
b[1:3] = array_("h", [100, 200, 300])
del b[0], b[-1]
print(b, b.tolist())
del b[::2]
b.insert(1, 7)
b.insert(-100, 8)
b.reverse()
print(b, b.tobytes(), bytes(b))
b.byteswap()
print(b)
b += array_("h", [1])
b *= 2
print(b, b.count(1))
c = b[:]
c.extend(x for x in [5, 6])
print(c == b, c > b, c != b, c[-2:])
view = memoryview(c)
view[0] = 999
t(lambda: c.append(1))
view.release()
c.append(1)
print(c[0], c[-1])


class Sub(array_):
    pass


s = Sub("d", [1.5])
s.extra = 1
print(s, type(s[:]).__name__, s.__reduce_ex__(4)[1][1:], s.extra)
print(array._array_reconstructor(array_, "i", 4, b"\xff\xff\x01\x00"))
print(sum(array_("d", [i / 4 for i in range(100)])), max(array_("b", [3, -7, 5])))
