# Compressing and decompressing at once, in parts, with limits, dictionaries and in all containers.
import zlib

text = b"".join(b"line %d of the text\n" % (i * i) for i in range(3000))
for level in (-1, 0, 1, 6, 9):
    packed = zlib.compress(text, level)
    print(level, zlib.decompress(packed) == text, len(packed) < len(text) + 100, packed[0] == 0x78)
for wbits in (15, 9, -15, -9, 31, 25):
    packed = zlib.compress(text, wbits=wbits)
    print(wbits, zlib.decompress(packed, wbits=wbits) == text, zlib.decompress(packed, wbits, 10) == text)
print(zlib.decompress(zlib.compress(text, wbits=31), wbits=47) == text, zlib.compress(b"abc", wbits=31)[:2])

for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE, zlib.Z_FIXED):
    packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9, strategy)
    packed = b"".join(packer.compress(text[i : i + 777]) for i in range(0, len(text), 777)) + packer.flush()
    unpacker = zlib.decompressobj()
    parts = [unpacker.decompress(packed[i : i + 100]) for i in range(0, len(packed), 100)] + [unpacker.flush()]
    print(strategy, b"".join(parts) == text, unpacker.eof, unpacker.unused_data)

packer = zlib.compressobj()
first = packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)
print(zlib.decompressobj().decompress(first) == text)
twin = packer.copy()
one, two = packer.compress(b"one") + packer.flush(), twin.compress(b"two") + twin.flush()
print(zlib.decompress(first + one)[-3:], zlib.decompress(first + two)[-3:])

packed = zlib.compress(text)
unpacker = zlib.decompressobj()
parts, data = [], packed + b"tail"
while not unpacker.eof:
    parts.append(unpacker.decompress(data, 1000))
    data = unpacker.unconsumed_tail
print(b"".join(parts) == text, max(map(len, parts)), unpacker.unused_data, unpacker.unconsumed_tail, unpacker.flush())
unpacker = zlib.decompressobj()
head = unpacker.decompress(packed, max_length=10)
twin = unpacker.copy()
print(head, unpacker.flush() == text[10:], twin.decompress(twin.unconsumed_tail) == text[10:], twin.eof)

unpacker = zlib._ZlibDecompressor()
parts = [unpacker.decompress(packed + b"tail", max_length=500)]
while not unpacker.eof:
    assert not unpacker.needs_input
    parts.append(unpacker.decompress(b"", max_length=500))
print(b"".join(parts) == text, unpacker.unused_data, unpacker.needs_input)
unpacker = zlib._ZlibDecompressor(wbits=-15)
print(unpacker.needs_input, unpacker.decompress(zlib.compress(b"raw", wbits=-15)), unpacker.eof)

words = b"line of the text"
packer = zlib.compressobj(zdict=words)
packed = packer.compress(text) + packer.flush()
print(zlib.decompressobj(zdict=words).decompress(packed) == text)
packer = zlib.compressobj(wbits=-15, zdict=bytearray(words))
packed = packer.compress(memoryview(text)) + packer.flush()
print(zlib.decompressobj(-15, zdict=words).decompress(packed) == text)

print(zlib.crc32(b""), zlib.crc32(b"abc"), zlib.crc32(b"c", zlib.crc32(b"ab")), zlib.crc32(b"abc", -1), zlib.crc32(text, 2**70 + 5))
print(zlib.adler32(b""), zlib.adler32(b"abc"), zlib.adler32(b"c", zlib.adler32(b"ab")), zlib.adler32(text, 2**40))
print(sorted(name for name in dir(zlib) if name.startswith(("Z_", "DE", "MAX"))))
