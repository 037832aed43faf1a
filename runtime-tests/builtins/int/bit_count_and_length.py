# bit_length, bit_count and their signs.
for n in (0, 1, -1, 255, 256, -255, 2**62, -2**62, 2**63, 2**64 - 1, -2**64, 3**100):
    print(n if abs(n) < 2**70 else "3**100", n.bit_length(), n.bit_count())
print(True.bit_length(), False.bit_count())
