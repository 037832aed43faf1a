# Equal strings of any make are equal keys.
import sys
a = "abc"; b = "".join(["a", "b", "c"])
class S(str): pass
print(hash(a) == hash(b), {a: 1}[b], {S("k"): 2}["k"], {"k": 3}[S("k")], sys.intern(b) is sys.intern("abc"), hash("") == hash(b""), a.__hash__() == hash(a))
for v in (1, b"a", S("x")):
    try: sys.intern(v)
    except TypeError as e: print(e)
print("€"[0] == "\u20ac", "a\0b" == "a\0b", len("a\0b"), "a\0b" < "a\0c", "é" == "e\u0301")
