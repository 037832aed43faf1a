# What bytes() takes and refuses.
class B:
    def __bytes__(self): return b"made"
class I:
    def __index__(self): return 3
class Bad:
    def __bytes__(self): return "no"
print(bytes(), bytes(3), bytes([1, 255]), bytes(range(3)), bytes("é", "utf-8"), bytes("é", "ascii", "replace"), bytes(b"x"), bytes(bytearray(b"y")), bytes(memoryview(b"zz")[::-1]), bytes(B()), bytes(I()), bytes((True, 2)), bytes(source=b"k"), bytes("a", encoding="ascii"))
for args in (("a",), (-1,), ([256],), ([-1],), (["a"],), (1.5,), (None,), (b"a", "ascii"), (1, "ascii"), ("a", 5), (Bad(),), ([1, None],), (10**30,), ("é", "ascii"), (object(),), ({},), ([10**30],)):
    try: print(bytes(*args))
    except Exception as e: print(type(e).__name__, e)
for kw in ({"encoding": "ascii"}, {"errors": "strict"}, {"foo": 1}, {"source": 3, "errors": "x"}):
    try: print(bytes(**kw))
    except TypeError as e: print(e)
