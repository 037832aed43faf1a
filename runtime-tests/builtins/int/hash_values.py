# Hashes of numbers agree across types and sizes.
M = 2**61 - 1
print(hash(M), hash(M - 1), hash(M + 1), hash(-M), hash(-1), hash(-2), hash(2**61), hash(-2**61), hash(10**40), hash(-10**40))
print(hash(10**40) == hash(1e40), hash(2**200) == hash(2.0**200), hash(True), hash(5 + 0j) == hash(5), hash(-M - 1), hash(M * 3 + 5))
import sys
print(sys.hash_info.modulus == M, sys.hash_info.inf, sys.hash_info.nan, sys.hash_info.imag, sys.hash_info.width)
print(hash(float("inf")), hash(float("-inf")), hash(1.5), hash(-0.0), hash(1e300), hash(5e-324), hash(3j), hash(1 - 2j), hash(-1j))
