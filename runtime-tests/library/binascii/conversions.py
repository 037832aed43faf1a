import binascii as b


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


print([n for n in dir(b) if not n.startswith("__")], b.Error.__mro__, b.Incomplete.__mro__)
for text in (b"a", b"ab", b"abc", b"YQ==", b"YQ=", b"YQ", b"Y", b"YWI=", b"YWJj", b"YW\nJj", b"YQ==YQ==", b"=YQ=", b"Y=Q=", b"YQ=a", b"YWJjZ", b"!!YQ==", b"YQ==\n", b"YWJjYQ==xx", b"====", b"", b"YQ===", b"YWI=x", b"AB-_", b"YWJj=", b"+/+/"):
    show(b.a2b_base64, text)
    show(b.a2b_base64, text, strict_mode=True)
show(b.a2b_base64, "YQ==")
show(b.a2b_base64, "é")
show(b.a2b_base64, 1)
show(b.b2a_base64, b"abcd")
show(b.b2a_base64, b"abcd", newline=False)
show(b.b2a_base64, "a")
for args in [(b"abcde", "-"), (b"abcde", "-", 2), (b"abcde", b":", -2), (b"abcde", "--"), (b"abc", "é"), (b"", " "), (b"abc", 1), ("a",), (memoryview(b"xyz"),), (b"abc", "-", 10), (b"abc", "-", -3)]:
    show(b.hexlify, *args)
show(b.hexlify, b"abc", bytes_per_sep=0, sep="x")
for text in (b"616", "6162", b"6z", "é", "6A6b", b"", bytearray(b"00ff")):
    show(b.unhexlify, text)
print(b.crc32(b"abc"), b.crc32(b"abc", 5), b.crc32(b"abc", -1), b.crc32(b"abc", 2**70 + 9), b.crc32(bytes(range(256)) * 9), b.crc32(b"c", b.crc32(b"ab")), b.crc32(b""))
print(b.crc_hqx(b"abc", 0), b.crc_hqx(b"abc", 2**20), b.crc_hqx(bytes(300), 77))
show(b.b2a_uu, b"abc")
show(b.b2a_uu, b"a" * 46)
show(b.b2a_uu, b"\0\0", backtick=True)
for text in (b"#86)C\n", b"\x80", b"#86)Cxx\n", b"", b"#8", b"#86)C", b"#\x01\x02", "#86)C\n"):
    show(b.a2b_uu, text)
for kwargs in [{}, dict(quotetabs=True), dict(header=True), dict(istext=False)]:
    for text in (b"a=b \n c\t\x80", b"a b", b"a_b c", b"x" * 100, b".\n.a\r\nb\nc ", b"a\r\nb \r\n", b"=" * 40, b"x" * 74 + b"==\n", b"\x00\x1f~\x7f", b""):
        show(b.b2a_qp, text, **kwargs)
for text in (b"a=3Db=\nc=0a=zz=_", b"a=  \nb=\r\nc==", b"=", b"=4", b"a=\rxx\nb", "a=41"):
    show(b.a2b_qp, text)
show(b.a2b_qp, b"a_b=20", header=True)
for n in range(0, 60):
    data = bytes((i * 37 + n) % 256 for i in range(n))
    assert b.a2b_base64(b.b2a_base64(data)) == data
    assert b.unhexlify(b.hexlify(data)) == data
    assert b.a2b_qp(b.b2a_qp(data, istext=False)) == data
    if n <= 45:
        assert b.a2b_uu(b.b2a_uu(data)) == data
print(b.b2a_base64(bytes(range(256))), b.crc32(b.hexlify(bytes(range(256)), ":", 3)))
