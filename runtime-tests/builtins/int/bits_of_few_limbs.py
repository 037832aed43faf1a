# And, or, exclusive or and comparisons around the borders of words, with both signs.
class Sub(int): pass

numbers = [0, 1, -1, 2**62, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -2**62, -2**63, -2**63 - 1, -2**64, 2**128 - 1,
           -2**127, 2**448 - 1, 2**448, -2**448, 2**512, -2**512 + 1, True, Sub(5), Sub(-2**70)]
digest = 0
for x in numbers:
    for y in numbers:
        both, either, one = x & y, x | y, x ^ y
        assert both + either == x + y and either - both == one, (x, y)
        assert (x < y) == (x - y < 0) and (x == y) == (x - y == 0) and (x >= y) == (not x < y), (x, y)
        digest = (digest * 31 + both * 3 + either * 5 + one) % (2**61 - 1)
print(digest, type(Sub(2**70) & Sub(2**70)).__name__, type(True & 2**70).__name__)
for x in numbers:
    for size in (8, 9, 16, 57, 64, 65, 70):
        for order in ("big", "little"):
            try:
                data = int(x).to_bytes(size, order, signed=True)
            except OverflowError:
                continue
            assert int.from_bytes(data, order, signed=True) == x
            assert int.from_bytes(data, order) == x % 2**(8 * size)
print(int.from_bytes(b""), int.from_bytes(bytes(70)), int.from_bytes(b"\x40" + bytes(7)), type(Sub.from_bytes(b"\1")).__name__)
for big in (2**70, -2**70):
    print(big < 1.5, big > float("inf"), big == float("nan"), big == 2.0**70)
