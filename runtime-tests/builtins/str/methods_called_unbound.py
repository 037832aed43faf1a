# Methods called through the class.
print(str.upper("a"), str.join("-", "ab"), str.__add__("a", "b"), str.__contains__("abc", "b"), str.__getitem__("abc", 1), str.__len__("abc"), str.__mul__("a", 2), str.__rmul__("a", 2), str.__mod__("%s", 1), str.__getnewargs__("a"), str.__lt__("a", "b"), str.__eq__("a", 1), str.__iter__("a").__class__.__name__)
for f in (lambda: str.upper(1), lambda: str.upper(), lambda: str.join("-"), lambda: str.__add__("a", 1), lambda: str.__contains__("a", 1), lambda: str.__getitem__("a", "b"), lambda: str.__len__(5), lambda: str.nope, lambda: "a".upper(1), lambda: str.__mul__("a", "b"), lambda: str.__rmod__("a", "b"), lambda: "a".foo, lambda: "a".encode("a", "b", "c")):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
