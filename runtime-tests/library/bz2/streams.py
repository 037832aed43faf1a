import pickle
from _bz2 import BZ2Compressor, BZ2Decompressor

text = b"".join(b"line %d of some text\n" % number for number in range(400))
compressor = BZ2Compressor()
packed = compressor.compress(text[:3000]) + compressor.compress(text[3000:]) + compressor.flush()
print(packed[:4], len(packed) < len(text))
for call in (lambda: compressor.compress(b""), lambda: compressor.flush(), lambda: BZ2Compressor(0), lambda: BZ2Compressor(10),
             lambda: BZ2Compressor("x"), lambda: BZ2Decompressor(1), lambda: BZ2Compressor().compress("x"),
             lambda: pickle.dumps(BZ2Compressor()), lambda: BZ2Decompressor().decompress(b"nonsense, not bzip2"),
             lambda: BZ2Decompressor().decompress(packed[:50] + b"xxxxxx" + packed[56:])):
    try:
        print(call())
    except (ValueError, TypeError, OSError) as error:
        print(type(error).__name__, error)
for level in (1, 9):
    one = BZ2Compressor(level)
    print(BZ2Decompressor().decompress(one.compress(text) + one.flush()) == text)

whole = BZ2Decompressor()
print(whole.needs_input, whole.eof, whole.unused_data)
print(whole.decompress(packed + b"rest") == text, whole.eof, whole.needs_input, whole.unused_data)
try:
    whole.decompress(b"")
except EOFError as error:
    print(error)

parts = BZ2Decompressor()
out = []
for start in range(0, len(packed), 100):
    out.append(parts.decompress(packed[start:start + 100]))
print(b"".join(out) == text, parts.eof)

limited = BZ2Decompressor()
out = [limited.decompress(packed, 1000)]
print(len(out[0]), limited.needs_input)
while not limited.eof:
    out.append(limited.decompress(b"", max_length=1000))
print(b"".join(out) == text, max(map(len, out)), limited.needs_input)
print(BZ2Decompressor().decompress(BZ2Compressor().flush()), BZ2Decompressor().decompress(b""))
