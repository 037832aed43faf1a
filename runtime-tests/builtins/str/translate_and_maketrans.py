# Translation tables.
t = str.maketrans("abc", "xyz", "d")
print("abcd".translate(t), sorted(t.items()))
print("abc".translate({97: None, 98: "BB", 99: 0x20ac}), "abc".translate({}), "ab".translate("xyz" * 40))
print(str.maketrans({"a": 1, 98: "q"}))
class T:
    def __getitem__(self, k):
        if k == 98: raise LookupError
        return chr(k + 1)
print("abc".translate(T()))
for f in (lambda: str.maketrans("ab", "c"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans(5), lambda: "a".translate({97: []}), lambda: "a".translate({97: 0x110000}), lambda: "a".translate(5), lambda: str.maketrans({1.5: 1}), lambda: str.maketrans("a", "b", 5)):
    try: print(f())
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
