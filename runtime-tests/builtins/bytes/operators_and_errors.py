# Concatenation, repetition, comparison.
print(b"a" + bytearray(b"b"), bytearray(b"a") + b"b", b"a" + memoryview(b"c"), b"ab" * 2, 2 * b"ab", b"a" * -1, b"a" < b"b", b"a" == bytearray(b"a"), b"a" == "a", b"a" != memoryview(b"a"), b"abc"[1], b"abc"[1:], b"abc"[::-1], b"abc"[-1])
for f in (lambda: b"a" + "b", lambda: b"a" + 1, lambda: "a" + b"b", lambda: b"a" < "a", lambda: b"a" * b"a", lambda: b"abc"[5], lambda: b"a" * 10**30, lambda: b"a" - b"a", lambda: [] + b"a", lambda: hash(bytearray())):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try: b"a"[0] = 1
except TypeError as e: print(e)
