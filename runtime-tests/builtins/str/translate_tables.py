# translate with dicts, strings, lists and odd objects.
print("abc".translate({97: "X", 98: None, 99: 0x20AC}), "abc".translate({}), "abc".translate({97: "long", 98: ""}), "é€".translate({0xE9: "e"}))
t = "".join(chr(255 - i) for i in range(256))
print(ascii("ab\x00".translate(t)), "ab€".translate("0" * 98 + "Z") )
class T:
    def __getitem__(self, k):
        if k == 97: raise LookupError
        if k == 98: raise IndexError
        return k + 1
print("abcd".translate(T()), "abc".translate(["x"] * 99))
for table in ({97: 1.5}, {97: 0x110000}, {97: -1}, 5, {97: b"x"}, None):
    try: print(repr("abc".translate(table)))
    except Exception as e: print(type(e).__name__, e)
class K:
    def __getitem__(self, k): raise ValueError("own")
try: "a".translate(K())
except ValueError as e: print(e)
