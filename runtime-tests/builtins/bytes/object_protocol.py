# Indexing gives integers, __bytes__ converts, repr escapes.
b = bytes(range(256))
print(b[65], b[65:70], b[-1], list(b"ab"), b"a" == "a", b"a" == bytearray(b"a"), hash(b"abc") == hash(bytes([97, 98, 99])), b"a" in b"ba", 97 in b"a")
print(b[:20], b[30:40], b[120:135], repr(b"'"), repr(b'"'), repr(b"'\""), b"\\")
class A:
    def __bytes__(self): return b"made"
class Bad:
    def __bytes__(self): return "x"
class Idx:
    def __index__(self): return 3
class Sub(bytes): pass
print(bytes(A()), bytes(Idx()), Sub(b"x"), type(Sub(b"x")[:]).__name__, Sub(b"x") == b"x", bytes(Sub(b"q")), b"%s" % A() if False else b"%b" % A())
try: bytes(Bad())
except TypeError as e: print(e)
print(b"ab" * 2, b"a" + b"b", b"a" < b"b", sorted([b"b", b"a"]), min(b"ba"), b"abc"[::-1], rb"\n", b"a" b"b", bytes(b"abc").decode("ascii"))
try: b[0] = 1
except TypeError as e: print(e)
print(b"abc".__contains__(b"bc"), bytes.__new__(bytes, 2), b"".__len__(), bytes().hex(), b"a" if b"" else b"empty")
