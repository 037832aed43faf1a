# fromhex, hex and separators.
print(bytes.fromhex("00 ff 1A2b"), bytes.fromhex(""), bytes.fromhex(" 61\t62\n63 "), bytearray.fromhex("6162"), bytes.fromhex(b"6162"), bytes.fromhex(memoryview(b"63").tobytes()))
b = b"\x01\x02\x03\x04\x05\xab"
print(b.hex(), b.hex(":"), b.hex("-", 2), b.hex("_", -4), b.hex(b".", 100), b.hex(sep="|", bytes_per_sep=3), b"".hex(":"), b"a".hex(":"), bytearray(b).hex(" ", 4), memoryview(b).hex("/"), b.hex(":", 0))
for f in (lambda: bytes.fromhex("6"), lambda: bytes.fromhex("6 1"), lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("61é"), lambda: bytes.fromhex(5), lambda: b.hex("ab"), lambda: b.hex(""), lambda: b.hex("é"), lambda: b.hex(1), lambda: b.hex(":", "a"), lambda: bytes.fromhex("616"), lambda: bytes.fromhex("61\u2003" )):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class S(bytes): pass
print(type(S.fromhex("61")).__name__)
