import pickle
import _lzma
from _lzma import (CHECK_CRC32, CHECK_NONE, CHECK_SHA256, FILTER_DELTA, FILTER_LZMA1, FILTER_LZMA2, FILTER_X86, FORMAT_ALONE,
                   FORMAT_AUTO, FORMAT_RAW, FORMAT_XZ, LZMACompressor, LZMADecompressor, LZMAError, PRESET_EXTREME)

text = b"".join(b"line %d of some text\n" % number for number in range(400))
lzma2 = [{"id": FILTER_LZMA2, "preset": 1, "dict_size": 1 << 16}]
delta = [{"id": FILTER_DELTA, "dist": 4}, {"id": FILTER_LZMA2, "preset": 2}]
lzma1 = [{"id": FILTER_LZMA1, "lc": 2, "lp": 1, "pb": 1, "dict_size": 1 << 16}]


def packed(**options):
    compressor = LZMACompressor(**options)
    return compressor.compress(text[:3000]) + compressor.compress(text[3000:]) + compressor.flush()


for options in ({"preset": 0}, {"preset": 1, "check": CHECK_NONE}, {"preset": 1, "check": CHECK_CRC32}, {"check": CHECK_SHA256, "preset": 0},
                {"filters": lzma2}, {"filters": delta}, {"format": FORMAT_ALONE, "preset": 0}, {"format": FORMAT_ALONE, "filters": lzma1},
                {"preset": 0 | PRESET_EXTREME}):
    data = packed(**options)
    decompressor = LZMADecompressor(FORMAT_AUTO)
    print(options, data[:6], decompressor.check, decompressor.decompress(data + b"more") == text, decompressor.check,
          decompressor.eof, decompressor.unused_data, decompressor.needs_input)
for filters in (lzma2, delta, lzma1):
    raw = packed(format=FORMAT_RAW, filters=filters)
    print(LZMADecompressor(FORMAT_RAW, filters=filters).decompress(raw) == text)

data = packed(preset=0)
limited = LZMADecompressor()
out = [limited.decompress(data, 1000)]
print(len(out[0]), limited.needs_input)
while not limited.eof:
    out.append(limited.decompress(b"", max_length=1000))
print(b"".join(out) == text, max(map(len, out)))
parts = LZMADecompressor(FORMAT_XZ)
print(b"".join(parts.decompress(data[start:start + 7]) for start in range(0, len(data), 7)) == text, parts.eof)

flushed = LZMACompressor(preset=0)
flushed.flush()
for call in (
    lambda: flushed.compress(b""),
    lambda: flushed.flush(),
    lambda: parts.decompress(b""),
    lambda: LZMACompressor(preset=10),
    lambda: LZMACompressor(preset="x"),
    lambda: LZMACompressor(preset=1, filters=lzma2),
    lambda: LZMACompressor(FORMAT_ALONE, check=CHECK_CRC32),
    lambda: LZMACompressor(FORMAT_ALONE, filters=lzma2),
    lambda: LZMACompressor(FORMAT_RAW),
    lambda: LZMACompressor(9),
    lambda: LZMACompressor(filters=[]),
    lambda: LZMACompressor(filters=[1]),
    lambda: LZMACompressor(filters=[{}]),
    lambda: LZMACompressor(filters=[{"id": 77}]),
    lambda: LZMACompressor(filters=[{"id": FILTER_LZMA2, "foo": 1}]),
    lambda: LZMACompressor(filters=[{"id": FILTER_DELTA, "foo": 1}]),
    lambda: LZMACompressor(filters=[{"id": FILTER_X86, "foo": 1}]),
    lambda: LZMACompressor(filters=[{"id": FILTER_LZMA2, "dict_size": 1 << 40}]),
    lambda: LZMACompressor(filters=[{"id": FILTER_LZMA2}] * 5),
    lambda: LZMADecompressor(FORMAT_RAW),
    lambda: LZMADecompressor(FORMAT_RAW, memlimit=1),
    lambda: LZMADecompressor(FORMAT_XZ, filters=lzma2),
    lambda: LZMADecompressor(9),
    lambda: LZMADecompressor(FORMAT_XZ).decompress(b"nonsense, not xz"),
    lambda: LZMADecompressor(memlimit=1).decompress(data),
    lambda: LZMADecompressor().decompress(data[:60] + b"xxxxxx" + data[66:]),
    lambda: pickle.dumps(LZMADecompressor()),
    lambda: LZMADecompressor().decompress("x"),
):
    try:
        print(call())
    except (ValueError, TypeError, LZMAError, EOFError, OverflowError) as error:
        print(type(error).__name__, error)

for spec in (lzma2[0], lzma1[0], delta[0], {"id": FILTER_X86}, {"id": FILTER_X86, "start_offset": 16}):
    props = _lzma._encode_filter_properties(spec)
    print(props, _lzma._decode_filter_properties(spec["id"], props))
print(_lzma.is_check_supported(CHECK_SHA256), _lzma.is_check_supported(9), _lzma.is_check_supported(-1))
print(sorted((name, getattr(_lzma, name)) for name in dir(_lzma) if name[:2] in ("FO", "CH", "FI", "MF", "MO", "PR")))
