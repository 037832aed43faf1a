# Byte strings: literals, indexing, methods, conversion from and to str.
data = b"hello\x00\xff"
print(data, len(data), data[0], data[-1], data[1:3], list(data[:2]), data + b"!", data * 2, b"ell" in data, 104 in data)
print("héllo".encode(), "héllo".encode("latin-1"), b"h\xc3\xa9".decode(), bytes(3), bytes([1, 2]), bytes("a", "ascii"), b"a" < b"b", b"a" == "a")
print(b"a,b".split(b","), b"-".join([b"x", b"y"]), b"abc".find(b"c"), b"abc".replace(b"b", b"?"), b"AbC".lower(), b"abc".startswith(b"a"), b"\x01\xab".hex(), bytes.fromhex("01 ab"))
for act in (lambda: b"a" + "a", lambda: b"\xff".decode(), lambda: "é".encode("ascii"), lambda: bytes([256]), lambda: b"abc"[5]):
    try:
        act()
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
buffer = bytearray(b"abc")
buffer[0] = 65
buffer.append(33)
buffer += b"?"
print(buffer, len(buffer), bytes(buffer), buffer == b"Abc!?", hash(b"a") == hash(b"a"), {b"k": 1}[b"k"])
