# and, or, xor, invert on negative and big ints, and the bit methods.
pairs = [(12, 10), (-12, 10), (12, -10), (-12, -10), (2 ** 64 + 5, 2 ** 63 + 3), (-2 ** 64, 2 ** 64 - 1), (2 ** 62, -1)]
for a, b in pairs:
    print(a & b, a | b, a ^ b, ~a)
for n in (0, 1, -1, 255, -256, 2 ** 62, 2 ** 100 - 1):
    print(n.bit_length(), n.bit_count())
print(True & 6, True | 6, True ^ True, False | False)
