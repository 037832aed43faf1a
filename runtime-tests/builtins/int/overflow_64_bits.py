# The edges of signed and unsigned machine words.
for base in (2 ** 63, 2 ** 64):
    print(base - 1, base, base + 1, -base, -base - 1, -base + 1)
    print((base - 1) + (base - 1), (base - 1) - (-base), base * base, (base - 1) * -base)
    print(base // 3, base % 1000, base >> 1, base << 1, base >> 63, base >> 64)
print(3037000500 * 3037000500, 3037000499 * 3037000499, 4294967296 * 4294967296)
print(9223372036854775807 + 1, -9223372036854775808 - 1, 4611686018427387904 - 1)
