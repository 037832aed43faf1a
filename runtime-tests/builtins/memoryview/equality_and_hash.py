# Equality by values, hash of read-only bytes.
import array
b = b"abc"; m = memoryview(b)
print(m == b, m == bytearray(b), m == "abc", m != b"abd", m == memoryview(b), hash(m) == hash(b), m[::-1] == b"cba", hash(m[::2]) == hash(b"ac"))
a = array.array("i", [1, 2, 3]); f = array.array("d", [1, 2, 3])
print(memoryview(a) == memoryview(f), memoryview(a) == a, memoryview(a) == array.array("i", [1, 2]), memoryview(array.array("d", [float("nan")])) == memoryview(array.array("d", [float("nan")])))
for v in (memoryview(bytearray(b)), memoryview(array.array("i", [1])).toreadonly()):
    try: print(hash(v))
    except ValueError as e: print(e)
print(m.cast("B", [1, 3]) == m, memoryview(b"") == b"", m < m if False else "")
try: m < m
except TypeError as e: print(e)
