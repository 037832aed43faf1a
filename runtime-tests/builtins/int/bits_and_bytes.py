# Bit methods and conversions to bytes.
for n in (0, 1, -1, 255, -256, 2**64, -(2**70)):
    print(n.bit_length(), n.bit_count(), bin(n), hex(n), oct(n), n.as_integer_ratio(), n.conjugate(), n.is_integer())
print((1000).to_bytes(2), (1000).to_bytes(3, "little"), (-2).to_bytes(2, "big", signed=True), (5).to_bytes(), int.from_bytes(b"\x01\x02"), int.from_bytes(b"\xff\xfe", "little", signed=True), int.from_bytes([1, 0]), int.from_bytes(b""))
print(-1 >> 100, 1 << 70, -5 >> 1, -5 & 0xff, ~0, 5 ^ -3, -(2**65) | 1, (2**65) & -(2**64), 2**100 >> 98, 0 << 10**10)
for f in (lambda: (256).to_bytes(1), lambda: (-1).to_bytes(1), lambda: (1).to_bytes(-1), lambda: (1).to_bytes(1, "middle"), lambda: 1 >> -1, lambda: int.from_bytes("ab"), lambda: int.from_bytes([256]), lambda: (128).to_bytes(1, signed=True), lambda: 1 << 2.0, lambda: hex(1.5), lambda: bin("x")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print((5).real, (5).imag, (5).numerator, (5).denominator, (5).__floor__(), (-5).__abs__(), (7).__divmod__(-2), (7).__rsub__(10), (7).__add__(1.0), (3).__round__(-1))
