# Values that marshal writes and reads back, the bytes of some, and what it refuses.
import io
import marshal

shared = "shared"
values = [
    None, True, ..., StopIteration, 0, -1, 2**31 - 1, 2**31, -(2**70), 1.5, float("inf"), 1 + 2j, b"bytes", "text",
    "\xe9\u20ac\U0001f600\ud800", (), (1, "a"), tuple(range(300)), [1, [2]], {"a": 1, 2: None}, {1}, frozenset("a"),
    slice(1, None, 2), [shared, shared],
]
for version in (0, 1, 2, 3, 4, 5):
    same = []
    for value in values:
        try:
            same.append(marshal.loads(marshal.dumps(value, version)) == value)
        except ValueError as error:
            same.append(str(error))
    print(version, all(item is True for item in same[:-2]), same[-2:])
print(marshal.dumps(2**70, 2), marshal.dumps(-5, 2), marshal.dumps(1.5, 1), marshal.dumps([1, None], 2))
print(marshal.dumps((b"x", {"k": 2}), 2), marshal.dumps("\u20ac", 2))
both = marshal.loads(marshal.dumps([(1, 2), shared] * 2))
print(both[0] is both[2])
loop = []
loop.append(loop)
again = marshal.loads(marshal.dumps(loop))
print(again[0] is again)
code = compile("x = 6 * 7", "file", "exec")
print(marshal.loads(marshal.dumps((code, 1)))[0].co_filename)
names = {}
exec(marshal.loads(marshal.dumps(code)), names)
print(names["x"])
file = io.BytesIO()
for value in (1, "two", [3]):
    marshal.dump(value, file)
file.write(b"rest")
file.seek(0)
print(marshal.load(file), marshal.load(file), marshal.load(file), file.read())
print(marshal.loads(marshal.dumps(bytearray(b"ab"))), marshal.loads(marshal.dumps(memoryview(b"ab"))))
deep = []
for _ in range(3000):
    deep = [deep]
for refused in (
    lambda: marshal.dumps(object()),
    lambda: marshal.dumps([1, {2: object}]),
    lambda: marshal.dumps(deep),
    lambda: marshal.dumps(code, allow_code=False),
    lambda: marshal.loads(marshal.dumps(code), allow_code=False),
    lambda: marshal.loads(b""),
    lambda: marshal.loads(b"i\x00"),
    lambda: marshal.loads(b"?"),
    lambda: marshal.loads(b"0"),
    lambda: marshal.loads(b"r\x00\x00\x00\x00"),
    lambda: marshal.loads("text"),
    lambda: marshal.load(io.StringIO()),
):
    try:
        print(refused())
    except (ValueError, EOFError, TypeError) as error:
        print(type(error).__name__, error)
