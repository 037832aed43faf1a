# About hash(): results of __hash__, cut to size, and unhashables.
class H:
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v
print(hash(H(5)), hash(H(-1)), hash(H(2**61 - 1)), hash(H(2**64)), hash(H(-2**63)), hash(H(2**63)), hash(H(True)), hash(H(10**30)) == hash(10**30), hash(None) == hash(None), hash(...) == hash(...), hash(int) == hash(int), hash(len) == hash(len))
class E:
    def __eq__(self, o): return True
for v in (H("a"), H(1.5), H(None), E(), [], {}, set(), slice([], 1), bytearray(), memoryview(bytearray())):
    try: print(hash(v))
    except (TypeError, ValueError) as e: print(e)
class F(E): __hash__ = object.__hash__
print(E.__hash__, isinstance(hash(F()), int))
