# Bytes removed from the front and added at the end in turn; views and other changes in between.
queue = bytearray()
expected = b""
for step in range(300):
    piece = bytes((step + i) & 255 for i in range(step % 23))
    queue += piece
    expected += piece
    if step % 3:
        count = (step * 7) % 19
        del queue[:count]
        expected = expected[count:]
    if step % 17 == 0 and queue:
        queue.insert(0, step & 255)
        expected = bytes([step & 255]) + expected
    if step % 29 == 0 and queue:
        queue[:2] = b"abc"
        expected = b"abc" + expected[2:]
    if step % 31 == 0 and queue:
        assert queue.pop(0) == expected[0]
        expected = expected[1:]
    assert queue == expected and len(queue) == len(expected), step
print(len(queue), queue[:5].hex(), queue.find(b"\x05"), queue[-1])
queue[1:3] = b""
del queue[:10]
with memoryview(queue) as view:
    view[0] = 1
    print(bytes(view[:4]).hex(), queue[:4].hex())
    try:
        del queue[:1]
    except BufferError as error:
        print(error)
del queue[:]
queue.extend(b"again")
print(queue, len(queue))

for other in (lambda a: a, lambda a: memoryview(a)):
    own = bytearray(b"abc")
    try:
        own += other(own)
    except BufferError as error:
        print(error, own)
empty = bytearray()
empty += empty
own = bytearray(b"abc")
own.extend(own)
print(empty, own)
